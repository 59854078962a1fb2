/** The textbook's claims of WebSocket and sockets, and what keeps a claim from being judged. */
import type { Templates } from '../say.ts';

export const claimsSocket = {
  'WebSocket needs one HTTP handshake, then a lasting connection with data both ways.':
    'WebSocket 只需一次 HTTP 握手，此后是双向传送数据的持久连接。',
  'WebSocket is full-duplex over a single TCP connection, and the server can push.':
    'WebSocket 在单个 TCP 连接上全双工，服务器可以推送。',
  'Where the server must notify, HTTP has to poll.': '服务器需要通知客户端时，HTTP 只能轮询。',
  'Polling is inefficient and wastes resources.': '轮询效率低，浪费资源。',
  'That is why WebSocket appeared.': 'WebSocket 因此而诞生。',
  'A socket is an interface, not a protocol: open, read/write, close.':
    'Socket 是接口而不是协议：打开、读写、关闭。',
  'A socket connection needs TCP/IP beneath it.': 'Socket 连接必须以 TCP/IP 为基础。',
  "IP finds the host, the port the application; a socket stands for one application's link.":
    'IP 找到主机，端口找到应用；一个 Socket 代表一个应用的通信链路。',
  'WebSocket is a protocol of the application layer with message boundaries; a socket is an interface that leaves them to the application.':
    'WebSocket 是应用层协议，有消息边界；Socket 是接口，消息边界由应用自己处理。',
  'WebSocket is easier, Socket more flexible.': 'WebSocket 更易用，Socket 更灵活。',

  'after one HTTP exchange messages went both ways on the same connection':
    '一次 HTTP 交互之后，同一个连接上双向都有消息',
  'it took more than one exchange, or more than one connection': '用了不止一次交互，或不止一个连接',
  'no two messages overlapped, or the client did not take what the server said of its own accord':
    '没有消息重叠，或者客户端没有采用服务器主动发出的内容',
  'messages overlap and the server can push, but over HTTP/2 the same talk is one stream among others on a shared connection':
    '消息有重叠，服务器可以推送；但在 HTTP/2 上，同样的对话只是共享连接中的一个流',
  'messages overlap, and the server can push, on a connection of its own':
    '在自己的连接上，消息有重叠，服务器可以推送',
  'server-sent events, or a response stream of HTTP/2, delivered every event with fewer requests than events':
    '服务器发送事件（SSE）或 HTTP/2 响应流用比事件更少的请求送达了全部事件',
  'no HTTP way delivered the events without polling': '没有哪种 HTTP 方式能不轮询就送达事件',
  'at every interval short polling cost more than twice the bytes per event of WebSocket':
    '无论间隔多长，短轮询每个事件的字节数都是 WebSocket 的两倍以上',
  'at some intervals short polling cost more than twice the bytes per event of WebSocket, at others only delay':
    '有的间隔下，短轮询每个事件的字节数是 WebSocket 的两倍以上；有的间隔下，代价只是延迟',
  'at no interval did short polling cost twice the bytes per event of WebSocket':
    '任何间隔下，短轮询每个事件的字节数都不到 WebSocket 的两倍',
  'a judgement of history; bytes per event against WebSocket: short polling {polling} times, long polling {n} times, server-sent events {m} times':
    '这是对历史的评判；每个事件的字节数与 WebSocket 之比：短轮询 {polling} 倍，长轮询 {n} 倍，服务器发送事件 {m} 倍',
  '{n} and {m}': '{n} 和 {m}',
  'one program held the same conversation over TCP, UDP and a Unix-domain socket, and the wires differ':
    '同一个程序在 TCP、UDP 和 Unix 域套接字上进行了同样的对话，而线路各不相同',
  'the conversations differ, or the wires do not': '对话不同，或者线路没有不同',
  'the same conversation was held over UDP, and over a Unix-domain socket without IP':
    '同样的对话也在 UDP 上、在没有 IP 的 Unix 域套接字上进行过',
  'the conversation was not held without TCP': '没有 TCP 就无法进行该对话',
  'every connection is told apart by its pair of addresses, and reached the server of its port':
    '每个连接都可由地址对区分，并到达其端口所属的服务器',
  'connections could not be told apart, or reached another server': '连接无法区分，或到达了别的服务器',
  'messages that arrived in one piece stayed apart over WebSocket, and ran together on the raw socket':
    '一次到达的几条消息，在 WebSocket 上仍然分开，在原始套接字上则连成一片',
  'the two treat messages that arrive in one piece alike': '二者对一次到达的几条消息处理相同',
  'a judgement of taste; framing a message: {n} bytes over WebSocket, {m} on the raw socket, where the application marks the ends itself':
    '这是口味问题；每条消息的成帧开销：WebSocket {n} 字节，原始套接字 {m} 字节（边界由应用自己标记）',

  'the lab {Lab} was not run': '没有运行实验 {Lab}',
  'the lab {Lab} failed': '实验 {Lab} 失败',
  'the lab {Lab} timed-out': '实验 {Lab} 超时',
  'the lab {Lab} skipped': '实验 {Lab} 被跳过',
  'the wire verdict of {Lab} is inconclusive': '{Lab} 的线路结论无法判定',
  'the conversation verdict of {Lab} is inconclusive': '{Lab} 的对话结论无法判定',
  '{Lab} has no facts of "{Question}"': '{Lab} 没有“{Question}”的计数',
  'the answer of {Lab} to "{Question}" is inconclusive': '{Lab} 对“{Question}”的回答无法判定',
  '{Lab} has no figures of "{Question}"': '{Lab} 没有“{Question}”的数据',
  '{Lab} has no byte counts of "{Question}"': '{Lab} 没有“{Question}”的字节数',
} satisfies Templates;
