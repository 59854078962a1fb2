/** The textbook's claims, each with its outcomes and the reasons that can be given for them. */
import type { Templates } from '../say.ts';

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
  'one-way datagrams are judged simplex on the wire': '单向数据报在线路上判为单工',
  'one-way datagrams are not judged simplex on the wire': '单向数据报在线路上没有判为单工',
  'push-to-talk is judged half-duplex on the wire, and its direction changes more than once':
    '按键通话在线路上判为半双工，且方向变换不止一次',
  'push-to-talk is not judged half-duplex, or its direction does not change':
    '按键通话没有判为半双工，或者方向没有变换',
  'two who talk at once are judged full-duplex on the wire': '两人同时说话在线路上判为全双工',
  'two who talk at once are not judged full-duplex on the wire': '两人同时说话在线路上没有判为全双工',

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

  'in ordinary use its conversation is {mode}': '通常使用时，其对话是{mode}',
  'in both lenses, in ordinary use and at its limit': '两种视角下，通常使用和极限情况都如此',
  'the conversation is {mode}, but on the wire it is {wire} in ordinary use and {limit} at its limit':
    '对话是{mode}，但线路上通常使用时是{wire}，极限情况下是{limit}',
  'every exchange had a connection of its own, and the server hung up':
    '每次交互都有自己的连接，且由服务器断开',
  'the server hung up, but connections were reused': '服务器会断开，但连接被重用了',
  'every exchange had its connection, but the server did not hang up':
    '每次交互都有自己的连接，但服务器没有断开',
  'connections were reused, and the server did not hang up': '连接被重用，且服务器没有断开',
  'the server hung up while the client still lacked the last byte of the answer':
    '客户端还缺响应的最后一个字节，服务器就断开了',
  'the server did not hang up while the client lacked the last byte of the answer':
    '客户端还缺响应的最后一个字节时，服务器没有断开',
  'requests without a Connection field travelled on one connection':
    '不带 Connection 字段的请求走了同一个连接',
  'requests without a Connection field took several connections': '不带 Connection 字段的请求用了多个连接',
  'the measured times do not follow the settings, and the defaults are the same':
    '测得的时间与设置不符，且各默认值相同',
  'the defaults differ, but the measured times do not follow the settings':
    '各默认值不同，但测得的时间与设置不符',
  'the measured times follow the settings, but the defaults are the same':
    '测得的时间与设置相符，但各默认值相同',
  'the defaults differ and the times follow the settings, but they differ from what was set by more than from each other':
    '各默认值不同，时间随设置而变，但与设定值之差大于彼此之差',
  'the measured times follow the settings, and the defaults differ': '测得的时间与设置相符，且各默认值不同',
  'messages of different exchanges overlap in opposite directions, in both lenses':
    '两种视角下，分属不同交互、方向相反的消息都有重叠',
  'the conversation is full-duplex, and the wire is not': '对话是全双工，线路不是',
  'it is full-duplex with a client that refuses push, too': '客户端拒绝推送时，它也是全双工',
  'it is full-duplex with push and not without': '有推送时是全双工，没有则不是',
  'there was no client that refuses push to compare with': '没有拒绝推送的客户端可供比较',
  'every client took what the server said of its own accord': '服务器主动发出的内容，每个客户端都采用了',
  'no client took anything of the kind': '没有客户端采用此类内容',
  "with node:http2's client: {answer}; with undici, which refuses push: {other}":
    '用 node:http2 的客户端：{answer}；用拒绝推送的 undici：{other}',
  'HTTP/1.0 and HTTP/1.1 have the same verdict when both close, and the same when both keep alive':
    'HTTP/1.0 与 HTTP/1.1 都关闭连接时结论相同，都保持连接时结论也相同',
  'the verdict is the same however the connection is handled': '无论怎样处理连接，结论都相同',
  'the verdicts follow neither the version nor the handling of the connection alone':
    '结论既不单由版本决定，也不单由连接的处理方式决定',
  'a client took what the server said while no request was open':
    '没有请求时服务器发出的内容，有客户端采用了',
  'beside an open request an HTTP/2 server may push (the textbook says so itself elsewhere); otherwise no version lets it':
    '有未完成的请求时，HTTP/2 服务器可以推送（教科书自己在别处也这么说）；除此之外哪个版本都不允许',
  'no version let the server begin': '哪个版本都不让服务器先开口',
  'no rule applies': '没有适用的规则',
} satisfies Templates;
