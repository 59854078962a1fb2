/** What exactly stands in the way of a verdict from absence, one connection at a time. */
import type { damageReasons as english } from '../../../../model/reasons/damage.ts';

export const damageReasons = {
  'damage.violation-of-client': '客户端：{what}',
  'damage.violation-of-server': '服务器：{what}',
  'damage.deadline-of': '{Question}：时限已过',
  'damage.ends-early': '记录提前结束',
  'damage.gap-of-client': '客户端所发内容有 {n} 字节不在记录中',
  'damage.gap-of-server': '服务器所发内容有 {n} 字节不在记录中',
  'damage.unknown-gap-of-client': '客户端所发内容有一部分（长度不明）不在记录中',
  'damage.unknown-gap-of-server': '服务器所发内容有一部分（长度不明）不在记录中',
  'damage.order': '一条未完成的消息之后有超过 50,000 条消息：其先后次序不再确定',
  'damage.more': '另有 {n} 处',

  'damage.unfinished-request': '有请求没有发完',
  'damage.unfinished-response': '有响应没有发完',
  'damage.unfinished-push': '有推送的响应没有发完',
  'damage.unfinished-websocket': '有 WebSocket 消息没有发完',
  'damage.unfinished-datagram': '有数据报没有发完',
  'damage.unfinished-record': '有记录没有发完',
  'damage.reset-request': '有请求在完整之前被重置',
  'damage.reset-response': '有响应在完整之前被重置',
  'damage.reset-push': '有推送的响应在完整之前被重置',
  'damage.reset-websocket': '有 WebSocket 消息在完整之前被重置',
  'damage.reset-datagram': '有数据报在完整之前被重置',
  'damage.reset-record': '有记录在完整之前被重置',
} satisfies Record<keyof typeof english, string>;
