/** Why a verdict is what it is, why connections were opened, and what makes a verdict uncertain. */
export const verdicts = {
  'the instrument is not calibrated: it misjudges a reference channel':
    '测量工具未校准：它误判了一个参考信道',
  'the instrument is not calibrated: a reference channel came to no end':
    '测量工具未校准：有一个参考信道没有运行到底',

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
} satisfies Record<string, string>;
