/** What `compare` prints, and what the sheet of `--markdown` adds. */
export const compare = {
  'The same: all {n} figures agree.': '相同：全部 {n} 项数值一致。',
  '{n} difference(s) in {m} lab(s); {k} figure(s) (agrees|agree).':
    '{m} 个实验中有 {n} 处差异；{k} 项数值一致。',
  'Nothing in these results could be compared.': '这些结果中没有可以比较的内容。',
  'the same as each other: ': '彼此相同：',
  'Every one of the results departs from the others in something.': '每份结果都有与其他结果不同之处。',
  'With the majority in everything: ': '各项都与多数一致：',
  'departs in {n} figure(s)': '有 {n} 项数值不同',
  'most say': '多数',
  others: '其他',
  present: '有',
  result: '结果',
  ' (again)': '（又一个）',
  '(no majority)': '（没有多数）',

  'HTTP versions: simplex, half-duplex or full-duplex?': 'HTTP 各版本：单工、半双工还是全双工？',
  level: '层次',
  asked: '问题',
  reused: '重用',
  Answers: '回答',
  question: '问题',
  answer: '回答',
  ': what passed on each connection': '：每个连接上通过了什么',
} satisfies Record<string, string>;
