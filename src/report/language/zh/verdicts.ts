/** Why a verdict is what it is, why connections were opened, and what makes a verdict uncertain. */
export const verdicts = {
  'the instrument is not calibrated: it misjudges a reference channel':
    '测量工具未校准：它误判了一个参考信道',
  'the instrument is not calibrated: a reference channel came to no end':
    '测量工具未校准：有一个参考信道没有运行到底',
} satisfies Record<string, string>;
