/** The textbook's claims, each with its outcomes and the reasons that can be given for them. */
export const claims = {
  "The textbook's claims, and what came of them": '教科书的说法，以及检验的结果',
  claim: '说法',
  'the textbook says': '教科书说',
  outcome: '结果',
  'because [labs]': '理由 [实验]',
  because: '理由',
  labs: '实验',
  '{n} claims': '{n} 条说法',
  'Why: npm run lab -- claims': '理由见：npm run lab -- claims',

  holds: '成立',
  'holds with a caveat': '有保留地成立',
  'does not hold': '不成立',
  'not measurable': '不可测量',
  calibrated: '已校准',
  'not calibrated': '未校准',
  '{n} holds': '{n} 条成立',
  '{n} holds with a caveat': '{n} 条有保留地成立',
  '{n} does not hold': '{n} 条不成立',
  '{n} inconclusive': '{n} 条无法判定',
  '{n} not measurable': '{n} 条不可测量',
  '{n} calibrated': '{n} 条已校准',
  '{n} not calibrated': '{n} 条未校准',

  'Simplex: data in one direction only (television).': '单工：数据只朝一个方向传送（如电视）。',
  'Half-duplex: both directions, one at a time: switched simplex (walkie-talkie).':
    '半双工：双向都可传送，但同一时刻只有一个方向，即可切换方向的单工（如对讲机）。',
  'Full-duplex: both at the same time (telephone).': '全双工：双向可以同时传送（如电话）。',

  'HTTP/1.0 is simplex.': 'HTTP/1.0 是单工的。',
  'HTTP/1.0 connections are short: after the answer the server disconnects.':
    'HTTP/1.0 是短连接：响应之后服务器就断开。',
  "The server disconnects once it has received the client's acknowledgement of the answer.":
    '服务器收到客户端对响应的确认之后才断开。',
  'HTTP/1.1 is half-duplex.': 'HTTP/1.1 是半双工的。',
  'In HTTP/1.1 keep-alive is the default, and a connection carries many requests.':
    'HTTP/1.1 默认 keep-alive，一个连接承载多个请求。',
  'The keep-alive time differs between servers and can be set.':
    'keep-alive 的时间因服务器而异，并且可以设置。',
  'HTTP/2 is full-duplex.': 'HTTP/2 是全双工的。',
  'HTTP/2 is full-duplex because the server may send of its own accord.':
    'HTTP/2 之所以全双工，是因为服务器可以主动发送。',
  'HTTP/2 lets the server send data of its own accord.': 'HTTP/2 允许服务器主动发送数据。',
  'The mode follows from the version of HTTP.': '通信方式由 HTTP 的版本决定。',
  'HTTP can only be started by the client.': 'HTTP 只能由客户端发起。',
} satisfies Record<string, string>;
