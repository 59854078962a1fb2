/** What breaks a rule, and where more was open than is kept one by one. */
import type { faultReasons as english } from '../../../../../model/reasons/faults.ts';
import { http1Rules } from './http1.ts';
import { http2Rules } from './http2.ts';
import { webSocketRules } from './websocket.ts';

export const faultReasons = {
  ...http1Rules,
  ...http2Rules,
  ...webSocketRules,
  'hpack.index': '索引超出表的范围',
  'hpack.large-table': '动态表超出对方允许的大小',
  'hpack.late-update': '字段之后的表大小更新',
  'hpack.no-update': '上限已降低，却没有更新表大小',
  'hpack.cut-integer': '块在一个整数中间结束',
  'hpack.large-integer': '整数过大',
  'hpack.cut-field': '块在一个字段中间结束',
  'hpack.cut-string': '块在一个字符串中间结束',
  'hpack.huffman': '损坏的 Huffman 编码',
  'tls.answered-in-clear': '服务器以明文回答了 TLS 的 hello：没有任何加密',
  'proxy.header': '格式错误的 PROXY 协议头',
  'limit.requests': '超过 10,000 个请求没有响应：此后只计数',
  'limit.streams': '超过 10,000 个未关闭的流：此后只计数',
} as const satisfies Record<keyof typeof english, string>;
