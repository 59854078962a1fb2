/** What `observe` and `read` print of traffic that is not ours. */
export const observe = {
  'What crossed between the clients and {Server}': '客户端与 {Server} 之间通过的内容',
  'on a line used again': '重用线路的交互',
  'new connections': '新建连接',
  messages: '消息',
  'most at once': '同时最多',
  turnarounds: '换向',
  overlaps: '重叠',
  'overlaps,\ncrossings': '重叠、\n同时在途',
  unasked: '主动发出',
  opaque: '不可解读',
  '{n} of {m} connection(s): what crossed there is bytes, and which of them are messages is not known':
    '{m} 个连接中的 {n} 个：其上通过的只是字节，哪些是消息无从得知',
  'first FIN or RST': '谁先发 FIN 或 RST',
  bytes: '字节',
  '{n} from the client, {m} from the server': '客户端 {n}，服务器 {m}',
  '{n} exchange(s) on one connection': '一个连接上 {n} 次交互',
  '{n}, of them {m} back to the client': '{n}，其中 {m} 次回到客户端',
  'What makes a verdict uncertain': '使结论不确定的情况',
  '{n} on {m} connection(s)': '{m} 个连接上 {n} 次',
  '{n} each on {m} connection(s)': '{m} 个连接上各 {n} 次',
  '{n} still open': '{n} 个仍未关闭',
  'client {n}': '客户端 {n}',
  'server {n}': '服务器 {n}',

  'No connection was found.': '没有找到连接。',
  'The servers that were seen, each as it was observed': '看到的各个服务器，以及对每个的观察',
  'ex-\nchanges': '交互',
  'most at\nonce': '同时\n最多',
  'half, full: half-duplex, full-duplex; ? could not be told. Wire: do messages of both directions cross at the same time? Conversation: who may speak, and is the line used again?':
    '? 表示无法判定。线路：两个方向的消息是否同时通过？对话：谁可以发言，线路是否再次使用？',
  'what stands in the way of a verdict': '妨碍得出结论的情况',
} satisfies Record<string, string>;
