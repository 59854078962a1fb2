/** Why a connection, and the whole of what was seen, is judged as it is. */
import type { verdictReasons as english } from '../../../../model/reasons/verdicts.ts';

export const verdictReasons = {
  'verdict.silent': '连接上没有消息通过',
  'verdict.unanswered': '请求没有得到响应',
  'verdict.one-direction': '所有消息都朝同一方向',
  'verdict.crossing': '两个方向的字节同时在途',
  'verdict.overlap': '有两条方向相反的消息，各自都在对方结束之前开始：任何一方都不必让对方先说完',
  'verdict.no-crossing': '两个方向都有消息，但没有任何重叠，也没有同时在途',
  'verdict.no-overlap': '两个方向都有消息，但在探针看来没有任何重叠',
  'verdict.overlap-across': '分属不同交互、方向相反的两条消息在时间上重叠',
  'verdict.crossing-across': '方向相反的两条消息同时在途，且任何一条都不是对另一条的回答',
  'verdict.unasked': '服务器主动发出了无人请求的消息',
  'verdict.used-again': '线路再次用于第二次交互，且双方都没有抢先发言',
  'verdict.next-elsewhere': '线路只承载了一次交互，下一次走了别处',
  'verdict.nothing-further': '此后没有再使用这条线路',
  'verdict.nothing-seen': '没有看到任何消息',
  'verdict.damaged': '{finding}，但{damage}',
  'verdict.not-calibrated': '测量工具未校准',

  'damage.encrypted': '有连接已加密',
  'damage.gap': '记录有缺失',
  'damage.limit': '同时未完成的超过了能逐一记录的数量',
  'damage.tap-error': '探针未能正常工作',
  'damage.violation': '有协议不允许的内容通过',
  'damage.cut': '有消息没有发完',
  'damage.unanswered': '有请求没有得到响应',
  'damage.deadline': '有时限已过',
  'damage.failed': '有问题失败',
} satisfies Record<keyof typeof english, string>;
