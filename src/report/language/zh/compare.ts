/** What `compare` prints, and what the sheet of `--markdown` adds. */
import type { Templates } from '../say.ts';

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
  'A capture holds no marks of the bench, so what rests on them is not compared: answers, the two levels of verdicts, calibration, and what a lab says of itself. What is counted is compared, question by question.':
    '抓包文件中没有实验台的标记，因此不比较依赖这些标记的内容：回答、两个层次的结论、校准，以及实验的自我描述。只逐个问题比较计数。',
  'Not in the capture, for want of ports or of any connection: {Names}.':
    '抓包文件中没有（没有端口，或没有连接）：{Names}。',
  'What through counts on the two sides of a proxy is put together from several questions, which its capture holds one by one: it is not compared.':
    'through 对代理两侧的计数由多个问题合并而成，而抓包文件按问题分开保存：不作比较。',
  'Failed, so that there is nothing to compare: {Names}.': '已失败，因此没有可以比较的内容：{Names}。',
  'Put to several servers, so that the order of their connections and its reasons are not told: {Names}.':
    '向多个服务器提出，因此不说明连接的次序及其原因：{Names}。',

  'HTTP versions: simplex, half-duplex or full-duplex?': 'HTTP 各版本：单工、半双工还是全双工？',
  level: '层次',
  asked: '问题',
  reused: '重用',
  Answers: '回答',
  question: '问题',
  answer: '回答',
  ': what passed on each connection': '：每个连接上通过了什么',
} satisfies Templates;
