/** What could not be compared, and why. */
import type { compareReasons as english } from '../../../../model/reasons/compare.ts';

export const compareReasons = {
  'compare.no-marks':
    '抓包文件中没有实验台的标记，因此不比较依赖这些标记的内容：回答、两个层次的结论、校准，以及实验的自我描述。只逐个问题比较计数。',
  'compare.proxies': 'through 对代理两侧的计数由多个问题合并而成，而抓包文件按问题分开保存：不作比较。',
  'compare.failed': '已失败，因此没有可以比较的内容：{Names}。',
  'compare.not-captured': '抓包文件中没有（没有端口，或没有连接）：{Names}。',
  'compare.several-servers': '向多个服务器提出，因此不说明连接的次序及其原因：{Names}。',
  'compare.unread': '只有实验自己说明这些字节流如何读取：对它们只比较连接数，不比较其上的计数：{Names}。',
} satisfies Record<keyof typeof english, string>;
