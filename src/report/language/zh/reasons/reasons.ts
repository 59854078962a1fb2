/** The reasons in Chinese. That none is missing, and none too many, is held by the types. */
import type { ReasonCatalogue } from '../../../../model/reason.ts';
import { damageReasons } from './damage.ts';
import { verdictReasons } from './verdicts.ts';

export const zhReasons: ReasonCatalogue = {
  texts: { ...verdictReasons, ...damageReasons },
  words: {
    simplex: '单工',
    'half-duplex': '半双工',
    'full-duplex': '全双工',
    inconclusive: '无法判定',
    yes: '是',
    no: '否',
    'alongside a request': '仅随请求',
    'not applicable': '不适用',
    client: '客户端',
    server: '服务器',
  },
  between: ['，', '，并且'],
};
