/** The reasons in Chinese. That none is missing, and none too many, is held by the types. */
import type { ReasonCatalogue } from '../../../../model/reason.ts';
import { claimReasons } from './claims.ts';
import { compareReasons } from './compare.ts';
import { damageReasons } from './damage.ts';
import { errorReasons } from './errors.ts';
import { faultReasons } from './faults/faults.ts';
import { questionReasons } from './questions.ts';
import { realReasons } from './real.ts';
import { verdictReasons } from './verdicts.ts';

export const zhReasons: ReasonCatalogue = {
  texts: {
    ...verdictReasons,
    ...damageReasons,
    ...compareReasons,
    ...questionReasons,
    ...realReasons,
    ...claimReasons,
    ...errorReasons,
    ...faultReasons,
  },
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
