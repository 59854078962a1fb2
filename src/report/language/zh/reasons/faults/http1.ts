/** The rules of HTTP/1.x in Chinese: what breaks them. */
import type { http1Rules as rules } from '../../../../../model/rules/http1.ts';

export const http1Rules = {
  'http1.chunk-too-long': '块比声明的长度更长',
  'http1.long-chunk-line': '块长度行超过 64 KiB',
  'http1.chunk-size': '无效的块长度',
  'http1.trailer-line': '格式错误的尾部行',
  'http1.long-trailers': '尾部超过 64 KiB',
  'http1.last-coding': '请求的最后一个传输编码不是 chunked',
  'http1.coding-in-http10': 'HTTP/1.0 中的 Transfer-Encoding',
  'http1.two-lengths': 'Content-Length 与 Transfer-Encoding 同时出现',
  'http1.content-length': '无效的 Content-Length',
  'http1.content-lengths': 'Content-Length 的值互相矛盾',
  'http1.request-line': '格式错误的请求行',
  'http1.status-line': '格式错误的状态行',
  'http1.field-line': '格式错误的首部行',
  'http1.upgrade-unasked': '没有 Upgrade 请求的 101',
  'http1.answers-nothing': '不对应任何请求的响应',
  'http1.long-head': '首部超过 64 KiB',
  'http1.long-upgrade': '请求更换协议之后、得到响应之前，发送超过 1 MiB',
  'http1.cut-start-line': '连接在起始行中间结束',
} as const satisfies Record<keyof typeof rules, string>;
