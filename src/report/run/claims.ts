/** The claims, each with its outcome: with the reason and the labs behind it, or in short as a part of the summary. */
import type { Claim, ClaimOutcome } from '../../model/claim.ts';
import type { Say } from '../language/say.ts';
import { type Look, reportWidth, type Style } from '../look.ts';
import { table } from '../words/table.ts';
import { cut, padEnd, width, wrap } from '../words/text.ts';
import { countEach, eachSaid, listed } from '../words/words.ts';

/** A row a claim: what is claimed, what came of it, and why. */
export function claimsTable(claims: Claim[], look: Look): string {
  const { paint, say } = look;
  const rows = claims.map(({ id, claim, outcome, reason, labs }) => [
    id,
    wrap(say.data(claim), 28).join('\n'),
    paintOutcome(look, outcome),
    wrap(labs.length > 0 ? `${say.reason(reason)} [${behind(labs, say)}]` : say.reason(reason), 34).join(
      '\n',
    ),
  ]);
  return [
    paint('bold', say(title)),
    '',
    table(eachSaid(['claim', 'the textbook says', 'outcome', 'because [labs]'], say), rows, look),
    '',
    tally(claims, say),
  ].join('\n');
}

const title = "The textbook's claims, and what came of them";

/** A line a claim. */
export function claimsInShort(claims: Claim[], { paint, say }: Look): string {
  const named = Math.max(...claims.map(({ id }) => id.length));
  const judged = Math.max(...claims.map(({ outcome }) => width(say(outcome))));
  const lines = claims.map(({ id, claim, outcome }) => {
    const room = reportWidth - named - judged - 4;
    return `${id.padEnd(named)}  ${paint(styles[outcome], padEnd(say(outcome), judged))}  ${cut(say.data(claim), room)}`;
  });
  return [
    paint('bold', say(title)),
    '',
    ...lines,
    '',
    tally(claims, say),
    say('Why: npm run lab -- claims'),
  ].join('\n');
}

const styles: Record<ClaimOutcome, Style> = {
  holds: 'green',
  calibrated: 'green',
  'holds with a caveat': 'yellow',
  'does not hold': 'red',
  'not calibrated': 'red',
  inconclusive: 'dim',
  'not measurable': 'dim',
};

const counts = {
  holds: '{n} holds',
  'holds with a caveat': '{n} holds with a caveat',
  'does not hold': '{n} does not hold',
  inconclusive: '{n} inconclusive',
  'not measurable': '{n} not measurable',
  calibrated: '{n} calibrated',
  'not calibrated': '{n} not calibrated',
} as const satisfies Record<ClaimOutcome, string>;

const paintOutcome = ({ paint, say }: Look, outcome: ClaimOutcome): string =>
  wrap(say(outcome), 14)
    .map((line) => paint(styles[outcome], line))
    .join('\n');

/** At most three by name: the table is to be read, and `--json` has them all. */
const behind = (labs: string[], say: Say): string =>
  labs.length <= 3
    ? listed(labs, say)
    : `${listed(labs.slice(0, 2), say)}${say(' and {n} more', { n: labs.length - 2 })}`;

function tally(claims: Claim[], say: Say): string {
  const outcomes = countEach(claims.map(({ outcome }) => outcome));
  const counted = [...outcomes].map(([outcome, n]) => say(counts[outcome], { n }));
  return `${say('{n} claims', { n: claims.length })}${say(': ')}${listed(counted, say)}${say('.')}`;
}
