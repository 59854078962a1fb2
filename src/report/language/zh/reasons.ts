/** Why an answer is what it is, as the questions say it, and what came of a lab that failed. */
import type { Templates } from '../say.ts';

export const reasons = {
  'the question did not end within its time': '该问题未能在时限内结束',
  'the question failed': '该问题执行失败',
  'no end within the deadline: {Questions}': '在时限内没有结束：{Questions}',
  'the tap could not reach the server: {Code}': '探针无法连到服务器：{Code}',
  'the exchange did not finish': '这次交互没有完成',
  'an exchange did not finish': '有一次交互没有完成',
  'the exchange was not completed': '这次交互没有完成',
  'the exchanges were not completed': '这些交互没有全部完成',
  'fewer than {n} exchanges were completed': '完成的交互不足 {n} 次',
  'nothing was asked': '没有发出任何请求',

  'the client asked to close': '客户端要求关闭',
  'the server announced to close': '服务器宣布要关闭',
  'the server did not agree to keep the connection': '服务器不同意保持连接',
  'without keep-alive an HTTP/1.0 connection ends with the answer':
    '没有 keep-alive 时，HTTP/1.0 的连接随响应一起结束',
  'the server ended a connection that it could have kept': '服务器结束了本可保持的连接',
  'the client chose another connection': '客户端选用了另一个连接',
  'the server allows one stream at a time': '服务器同一时间只允许一个流',
  'the client sends it only after the first answer': '客户端要等第一个响应之后才发送它',

  'all {n} exchanges travelled on one connection': '全部 {n} 次交互都走同一个连接',
  '{n} exchanges took {m} connections: {why}': '{n} 次交互用了 {m} 个连接：{why}',
  '{n} requests at once took one connection': '同时发出的 {n} 个请求共用一个连接',
  '{n} requests at once took {m} connections: {why}': '同时发出的 {n} 个请求用了 {m} 个连接：{why}',

  'the second request took another connection: {why}': '第二个请求走了另一个连接：{why}',
  'the second request waited for the end of the first answer: {why}':
    '第二个请求等到第一个响应结束才发出：{why}',
  'the server took up the second request only after its first answer':
    '服务器发完第一个响应之后才处理第二个请求',
  'the second request reached the server while the first answer was unfinished':
    '第一个响应尚未结束，第二个请求已到达服务器',
  'the second answer was whole before the first began': '第一个响应还没开始，第二个响应已经完整',
  'the second request waited for the first answer: {why}': '第二个请求要等第一个响应：{why}',
  'the server kept the second answer back until it had sent the first':
    '服务器发完第一个响应之前一直扣住第二个响应',
  'HTTP/1.x answers in the order of the requests: the second answer waited':
    'HTTP/1.x 按请求的顺序响应：第二个响应只能等待',

  '{n} parts of the request and of the response alternated, each only after the other':
    '请求与响应各 {n} 段交替进行，每一段都等对方的上一段到了才发',
  'the parts alternated, but not on the wire': '各段交替进行，但线路上并非如此',
  'the client sent nothing before it had the whole request': '客户端在备齐整个请求之前什么也没发',
  'the client did not go on although a part of the response had come':
    '响应的一段已经到达，客户端却没有继续发送',
  'the server sent nothing before it had the whole request': '服务器在收齐整个请求之前什么也没发',

  'the client took up what came while no request was outstanding':
    '没有未完成的请求时收到的内容，客户端采用了',
  'the client took a push that came beside an open request, and nothing while none was open':
    '客户端接受了随未完成的请求而来的推送；没有请求时来的则一概不收',
  'HTTP/1.x takes what the server says for the answer to a request, and what answers none for an error':
    'HTTP/1.x 把服务器所发的一律当作对请求的响应，不对应任何请求的就当作错误',
  'the client refuses push in its SETTINGS (ENABLE_PUSH 0)': '客户端在 SETTINGS 中拒绝推送（ENABLE_PUSH 0）',
  'no push was taken up': '没有推送被采用',
  'the client took up what the server said of its own accord': '服务器主动发出的内容，客户端采用了',
  'the client did not take up what the server said': '服务器发出的内容，客户端没有采用',
  'the server said nothing of its own accord': '服务器没有主动发出任何内容',

  "the server's FIN came while the client still lacked the last byte of the answer":
    '客户端还缺响应的最后一个字节时，服务器的 FIN 已经到来',
  'the server kept the connection open while the client lacked the last byte of the answer':
    '客户端还缺响应的最后一个字节时，服务器一直保持连接',
  'the connection ends with the answer, so it is never idle': '连接随响应一起结束，因此从不空闲',
  'nobody hung up within the time of the question': '在该问题的时限内没有任何一方断开',
  'the {who} hangs up the idle connection with {How}': '空闲连接由{who}以 {How} 断开',
  'server or the client': '服务器或客户端',
  'client or the server': '客户端或服务器',
  'the client sent no FIN': '客户端没有发 FIN',
  "the server answered after the client's FIN": '服务器在收到客户端的 FIN 之后仍作了响应',
  "the server saw the client's FIN and dropped its answer": '服务器看到客户端的 FIN，就丢弃了响应',
  'the answer did not wait for the FIN': '响应没有等待 FIN',

  'fewer connections or servers answered than the question needs': '作出响应的连接或服务器少于该问题所需',
  'two connections share one pair of addresses': '两个连接的地址对相同',
  '{n} connections have {m} pairs of addresses, and each reached the server of its port':
    '{n} 个连接有 {m} 个地址对，各自到达其端口所属的服务器',
  'a connection was answered by another server than that of its port': '有连接得到了别的端口的服务器的响应',
  'the receiver did not say how many messages it got': '接收方没有说明收到了几条消息',
  '{n} messages that arrived in one piece were handed to the receiver as {m}':
    '一次到达的 {n} 条消息，交给接收方时是 {m} 条',
  "{n} messages that arrived in one piece were handed to the receiver as {m}: their ends are the application's business":
    '一次到达的 {n} 条消息，交给接收方时是 {m} 条：消息的边界由应用自己负责',
  'a server advertised no keep-alive time': '有服务器没有公布 keep-alive 时间',
  'the servers advertise different times': '各服务器公布的时间不同',
  'the servers advertise the same time': '各服务器公布的时间相同',
  'the client did not say how many events it was handed': '客户端没有说明收到了几个事件',
  '{n} of {m} events reached the client': '{m} 个事件中有 {n} 个到达客户端',
  'all {n} events reached the client': '全部 {n} 个事件都到达客户端',
  'no request was seen': '没有看到请求',
  'after one exchange messages went both ways on the same connection':
    '一次交互之后，同一个连接上双向都有消息',
  'it took {n} HTTP exchanges and {m} connections': '用了 {n} 次 HTTP 交互和 {m} 个连接',
  'the server did not open the stream': '服务器没有打开这个流',
  'the client sent a message on the stream': '客户端在这个流上发了消息',
  'the client gave up the stream although the answer was whole': '响应虽然完整，客户端还是放弃了这个流',
  'the client neither spoke nor gave up': '客户端既不发消息，也不放弃',
} satisfies Templates;
