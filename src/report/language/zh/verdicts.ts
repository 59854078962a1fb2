/** Why a verdict is what it is, why connections were opened, and what makes a verdict uncertain. */
import type { Templates } from '../say.ts';

export const verdicts = {
  'no message crossed the connection': '连接上没有消息通过',
  'the request had no response': '请求没有得到响应',
  'all messages go in one direction': '所有消息都朝同一方向',
  'two messages of opposite directions overlap': '有两条方向相反的消息在时间上重叠',
  'both directions carry messages, and no two overlap': '两个方向都有消息，但没有任何重叠',
  'two messages of different exchanges overlap in opposite directions':
    '分属不同交互、方向相反的两条消息在时间上重叠',
  'the server sent a message that nobody had asked for': '服务器主动发出了无人请求的消息',
  'the line was used again for a second exchange, and neither side spoke out of turn':
    '线路再次用于第二次交互，且双方都没有抢先发言',
  'the line carried one exchange, and the next one went elsewhere': '线路只承载了一次交互，下一次走了别处',
  'nothing further was asked of the line': '此后没有再使用这条线路',
  'no message was seen': '没有看到任何消息',
  'the instrument is not calibrated': '测量工具未校准',
  'the instrument is not calibrated: it misjudges a reference channel':
    '测量工具未校准：它误判了一个参考信道',

  '{because}, but {damage}': '{because}，但{damage}',
  '{damage} and {more}': '{damage}，并且{more}',
  '{damage}, {more}': '{damage}，{more}',
  'a connection is encrypted': '有连接已加密',
  'the record has a gap': '记录有缺失',
  'the tap could not do its work': '探针未能正常工作',
  'more was open at once than is kept': '同时未完成的超过了能逐一记录的数量',
  'something crossed that the protocol does not allow': '有协议不允许的内容通过',
  'a message was not finished': '有消息没有发完',
  'a request had no response': '有请求没有得到响应',
  'a deadline passed': '有时限已过',

  'all others busy': '其他连接都在忙',
  'Connection: close from the client': '客户端发了 Connection: close',
  'Connection: close from the proxy': '代理发了 Connection: close',
  'Connection: close from the server': '服务器发了 Connection: close',
  'HTTP/1.0 without keep-alive': 'HTTP/1.0 且无 keep-alive',
  'response ended by close': '响应以关闭连接结束',
  'protocol error': '协议错误',
  'idle close': '空闲时被关闭',
  reset: '被重置',
  'closed before the answer': '响应之前就被关闭',
  "client's own choice": '客户端自己的选择',
  "proxy's own choice": '代理自己的选择',
} satisfies Templates;
