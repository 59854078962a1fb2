/** What our own clients and servers say of what they could not do: the errors of labs and probes. */
import type { Templates } from '../say.ts';

export const errors = {
  'no end within the deadline: {Questions}': '在时限内没有结束：{Questions}',
  'the tap could not reach the server: {Code}': '探针无法连到服务器：{Code}',
  'the port is in use': '端口已被占用',
  '{Subject} has no script "{Question}"; did you mean {Name}?':
    '{Subject} 没有脚本“{Question}”；是否指 {Name}？',
  '{Subject} has no script "{Question}"': '{Subject} 没有脚本“{Question}”',
  'there is no question "{Question}" for an HTTP subject; did you mean {Name}?':
    '没有针对 HTTP 对象的问题“{Question}”；是否指 {Name}？',
  'there is no question "{Question}" for an HTTP subject': '没有针对 HTTP 对象的问题“{Question}”',
  'its default export is no lab: export default defineLab({ … })':
    '它的默认导出不是实验：export default defineLab({ … })',
  'the request was cut': '请求被中断',
  'the client went away': '客户端已离开',
  'nobody has written yet': '还没有人发过内容',
  'the stream ended in the middle of a line': '流在一行中间结束',
  'the stream was closed before the answer was whole': '响应完整之前流已关闭',
  'the server closed the connection before its answer was whole': '响应完整之前服务器关闭了连接',
  'the connection was closed before the answer was whole': '响应完整之前连接已关闭',
  'the connection was closed': '连接已关闭',
  'the answer is longer than {n} MiB': '响应超过 {n} MiB',
  'a line of the answer does not end': '响应中有一行没有结束',
  "the answer's head does not end": '响应的首部没有结束',
  'the answer is no HTTP/1.x': '响应不是 HTTP/1.x',
  'more than {n} interim responses came': '收到的临时响应超过 {n} 个',
  'the answer has a chunk without a size': '响应中有没有长度的块',
  'the server sent more than {n} MiB': '服务器发送的内容超过 {n} MiB',
  'the content ended without "{Text}"': '内容结束了，却没有“{Text}”',
  'the WebSocket was closed': 'WebSocket 已关闭',
  'the WebSocket handshake failed': 'WebSocket 握手失败',
  'nothing came for {n} s': '{n} 秒内什么也没有收到',
  'the server listens on no TCP port': '服务器没有监听 TCP 端口',
} satisfies Templates;
