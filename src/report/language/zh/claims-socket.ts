/** The textbook's claims of WebSocket and sockets, and what keeps a claim from being judged. */
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
} satisfies Record<string, string>;
