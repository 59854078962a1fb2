/** The claims, each with its outcome: with the reason and the labs behind it, or in short as a part of the summary. */
import type { Claim, ClaimOutcome } from '../model/claim.ts';
import { type Paint, reportWidth, type Style } from './lab-report.ts';
import { table } from './table.ts';
import { wrap } from './text.ts';

/** A row a claim: what is claimed, what came of it, and why. */
export function claimsTable(claims: Claim[], paint: Paint): string {
  const rows = claims.map(({ id, claim, outcome, because, labs }) => [
    id,
    wrap(claim, 28).join('\n'),
    paintOutcome(paint, outcome),
    wrap(labs.length > 0 ? `${because} [${listed(labs)}]` : because, 34).join('\n'),
  ]);
  return [
    paint('bold', "The textbook's claims, and what came of them"),
    '',
    table(['claim', 'the textbook says', 'outcome', 'because [labs]'], rows, paint),
    '',
    tally(claims),
  ].join('\n');
}

/** A line a claim. */
export function claimsInShort(claims: Claim[], paint: Paint): string {
  const named = Math.max(...claims.map(({ id }) => id.length));
  const judged = Math.max(...claims.map(({ outcome }) => outcome.length));
  const lines = claims.map(({ id, claim, outcome }) => {
    const room = reportWidth - named - judged - 4;
    const text = claim.length <= room ? claim : `${claim.slice(0, room - 1)}…`;
    return `${id.padEnd(named)}  ${paint(styles[outcome], outcome.padEnd(judged))}  ${text}`;
  });
  return [
    paint('bold', "The textbook's claims, and what came of them"),
    '',
    ...lines,
    '',
    tally(claims),
    'Why: npm run lab -- claims',
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

const paintOutcome = (paint: Paint, outcome: ClaimOutcome): string =>
  wrap(outcome, 14)
    .map((line) => paint(styles[outcome], line))
    .join('\n');

/** At most three by name: the table is to be read, and `--json` has them all. */
const listed = (labs: string[]): string =>
  labs.length <= 3 ? labs.join(', ') : `${labs.slice(0, 2).join(', ')} and ${labs.length - 2} more`;

function tally(claims: Claim[]): string {
  const outcomes = [...new Set(claims.map(({ outcome }) => outcome))];
  const counted = outcomes.map(
    (outcome) => `${claims.filter((claim) => claim.outcome === outcome).length} ${outcome}`,
  );
  return `${claims.length} claims: ${counted.join(', ')}.`;
}
