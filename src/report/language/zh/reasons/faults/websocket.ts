/** The rules of WebSocket in Chinese: what breaks them. */
import type { webSocketRules as rules } from '../../../../../model/rules/websocket.ts';

export const webSocketRules = {
  'websocket-frame.length-top-bit': '长度的最高位为 1',
  'websocket-frame.opcode': '保留的操作码',
  'websocket-frame.unmasked': '客户端发出的无掩码帧',
  'websocket-frame.masked': '服务器发出的有掩码帧',
  'websocket-frame.reserved-bits': '未经协商的保留位',
  'websocket-frame.length-bytes': '长度用了过多的字节表示',
  'websocket-frame.fragmented-control': '分片的控制帧',
  'websocket-frame.long-control': '超过 125 字节的控制帧',
  'websocket-frame.text': '文本消息不是 UTF-8',
  'websocket-frame.close-code': '不允许出现在帧中的关闭码',
  'websocket-frame.close-reason': '关闭原因不是 UTF-8',
  'websocket-frame.half-code': '关闭帧中只有半个代码',
  'websocket-frame.after-close': '关闭帧之后的数据',
  'websocket-frame.continuation': '没有消息的延续帧',
  'websocket-frame.new-data': '分片消息之中的新数据帧',
  'websocket-frame.cut-frame': '连接在一帧中间结束',
} as const satisfies Record<keyof typeof rules, string>;
