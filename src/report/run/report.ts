/** What `run` prints for all labs together: the lesson first, then the tables, then what follows from them. */
import type { Claim } from '../../model/claim.ts';
import type { LabReport } from '../../model/report.ts';
import type { Plain, Say } from '../language/say.ts';
import type { Look } from '../look.ts';
import { hang } from '../words/text.ts';
import { tcp } from '../words/words.ts';
import { claimsInShort } from './claims.ts';
import { deliveryTable } from './delivery.ts';
import { findings } from './findings.ts';
import { framingTable } from './framing.ts';
import { headline } from './headline.ts';
import { matrix } from './matrix.ts';
import { twoByTwo } from './two-by-two.ts';

export { details } from '../details.ts';

/** No line of it is wider than 100 columns. */
export function summary(reports: LabReport[], look: Look, claims: Claim[] = []): string {
  const { paint, say } = look;
  const sections = [
    hang('', say(tcp), 100),
    twoByTwo(reports, look),
    reports.length === 0
      ? ''
      : `${paint('bold', say('The labs, each with what was counted and how it is judged'))}\n\n${headline(reports, look)}`,
    titled('The questions, and what each lab answered', matrix(reports, look), look),
    deliveryTable(reports, look),
    framingTable(reports, look),
    findings(reports, look),
    claims.length > 0 ? claimsInShort(claims, look) : '',
    howToGoOn(reports, say),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

const titled = (title: Plain, section: string, { paint, say }: Look): string =>
  section === '' ? '' : `${paint('bold', say(title))}\n\n${section}`;

/** Names a lab that can be named on a command line, the plainest one if it was run. */
function howToGoOn(reports: LabReport[], say: Say): string {
  const labs = reports
    .filter(({ result }) => result.verdicts && result.target === null && /^[a-z0-9-]{1,28}$/.test(result.lab))
    .map(({ result }) => result.lab);
  const lab = labs.find((name) => name === 'http11-keep-alive') ?? labs[0];
  if (lab === undefined) return '';
  return [
    say('To go on'),
    `  npm run lab -- explain ${lab}   ${say('from the bytes to the verdict, step by step')}`,
    `  npm run lab -- run ${lab}       ${say('the strips, answers and verdicts of one lab')}`,
  ].join('\n');
}
