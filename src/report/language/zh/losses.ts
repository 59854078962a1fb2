/** What was lost, and what changed what may be sent. */
export const losses = {
  lost: '丢失的请求',
  'half answers': '中断的响应',
  'Requests without an answer, and half answers (what is safe: RFC 9110 §9.2.2, RFC 9113 §8.7)':
    '没有响应的请求，以及中断的响应（何为安全：RFC 9110 §9.2.2、RFC 9113 §8.7）',
  'What changed what may be sent, or was refused': '改变了可发送内容的事件，以及被拒绝的请求',

  "sent after the server's FIN": '在服务器发 FIN 之后发出',
  "sent after the server's RST": '在服务器发 RST 之后发出',
  "sent after the server's GOAWAY": '在服务器发 GOAWAY 之后发出',
  'sent after an answer that ends the connection': '在宣布结束连接的响应之后发出',
  'refused by the server': '被服务器拒绝',
  "above the last stream of the server's GOAWAY": '高于服务器 GOAWAY 所给的最后一个流',
  'stream reset by the server before the answer': '响应之前流被服务器重置',
  'stream reset by the client before the answer': '响应之前流被客户端重置',
  'stream reset by the server within the answer': '响应途中流被服务器重置',
  'stream reset by the client within the answer': '响应途中流被客户端重置',

  'connection {n}, exchange {m}': '连接 {n} 第 {m} 次交互',
  'connection {n}, stream {m}': '连接 {n} 流 {m}',
  '{Time} too late': '晚了 {Time}',
  '{n} byte(s) came, {m} byte(s) are missing': '到了 {n} 字节，缺 {m} 字节',
  '{n} byte(s) came, and it was not said how many were to come': '到了 {n} 字节，应有多少没有说明',
  'not asked again': '没有再次请求',
  'asked again on connection {n}, {Time} later': '{Time} 之后在连接 {n} 上再次请求',
  'safe to ask again: {Method} is idempotent': '可以安全地再次请求：{Method} 是幂等的',
  'safe to ask again: the server did not act on it': '可以安全地再次请求：服务器没有处理它',
  'not safe to ask again: {Method} is not idempotent, and may have been acted on':
    '再次请求不安全：{Method} 不是幂等的，可能已被处理',

  'connection {n}, after {m} request(s), at {Time}': '连接 {n}，{m} 个请求之后，第 {Time}',
  'GOAWAY from the client: {Code}': '客户端发了 GOAWAY：{Code}',
  'GOAWAY from the server: {Code}': '服务器发了 GOAWAY：{Code}',
  'last stream {n}': '最后一个流是 {n}',
  'no stream is left out yet': '还没有排除任何流',
  'RST_STREAM from the client on stream {n}: {Code}': '客户端在流 {n} 上发了 RST_STREAM：{Code}',
  'RST_STREAM from the server on stream {n}: {Code}': '服务器在流 {n} 上发了 RST_STREAM：{Code}',
  'as many streams are open as the server allows: {n}': '打开的流已达服务器所允许的 {n} 个',
  'upgrade to {Protocol} refused, the answer is {n}': '升级到 {Protocol} 被拒绝，响应是 {n}',
  'without Upgrade': '没有 Upgrade',
  'with Upgrade: {Said}': '带有 Upgrade：{Said}',
} satisfies Record<string, string>;
