/**
 * The lesson with one factor changed at a time: HTTP/1.0 and HTTP/1.1, each closing and keeping alive
 * (RFC 1945 §1.3, RFC 9112 §9.3). The sentence under it is read off the four cells.
 */
import type { LabReport } from '../../model/report.ts';
import type { Mode } from '../../model/verdict.ts';
import type { Look } from '../look.ts';
import { table } from '../words/table.ts';
import { hang } from '../words/text.ts';
import { paintMode } from '../words/verdicts.ts';

const labs = [
  { version: 'HTTP/1.0', closing: 'http10-short', keeping: 'http10-keep-alive' },
  { version: 'HTTP/1.1', closing: 'http11-close', keeping: 'http11-keep-alive' },
] as const;

/** Empty where none of the four labs was run. */
export function twoByTwo(reports: LabReport[], look: Look): string {
  const { paint, say } = look;
  const cell = (lab: string) =>
    readCell(
      reports.find(({ result }) => result.lab === lab),
      look,
    );
  const rows = labs.map(({ version, closing, keeping }) => ({
    version,
    closing: cell(closing),
    keeping: cell(keeping),
  }));
  const all = rows.flatMap(({ closing, keeping }) => [closing, keeping]);
  if (all.every((one) => one === null)) return '';
  const show = (one: Cell | null) => one?.text ?? say('not run');
  return [
    paint('bold', say('Five exchanges, one after another, with one factor changed at a time')),
    '',
    table(
      ['', say('each closing'), say('keeping alive')],
      rows.map(({ version, closing, keeping }) => [version, show(closing), show(keeping)]),
      look,
      4,
    ),
    '',
    hang('→ ', say(lesson(rows)) + say('.'), 98),
  ].join('\n');
}

interface Cell {
  text: string;
  /** Null where there is no verdict, or none that could be told. */
  mode: Mode | null;
}

/** Null where the lab was not run. */
function readCell(report: LabReport | undefined, look: Look): Cell | null {
  if (!report) return null;
  const { say } = look;
  const { outcome, facts, verdicts } = report.result;
  const mode = verdicts?.ordinary?.conversation.mode;
  if (!facts?.reuse || !mode)
    return { text: outcome === 'ran' ? say('not asked') : `? (${say(outcome)})`, mode: null };
  const { connections, exchanges } = facts.reuse;
  const counted = say('{n} connection(s) for {m} exchange(s)', { n: connections, m: exchanges });
  return mode === 'inconclusive'
    ? { text: `${counted}\n${say(mode)}`, mode: null }
    : { text: `${counted}\n${paintMode(look, mode)}`, mode };
}

function lesson(rows: { closing: Cell | null; keeping: Cell | null }[]) {
  const closing = new Set(rows.map((row) => row.closing?.mode ?? null));
  const keeping = new Set(rows.map((row) => row.keeping?.mode ?? null));
  const modes = [...closing, ...keeping];
  if (modes.includes(null))
    return 'What the verdict follows cannot be told: it takes a verdict in each of the four cells';
  const byColumn = closing.size === 1 && keeping.size === 1;
  if (byColumn && new Set(modes).size === 2)
    return 'The verdict follows the handling of the connection, not the version';
  if (byColumn)
    return 'All four verdicts are the same: neither the version nor the connection makes a difference';
  if (rows.every((row) => row.closing?.mode === row.keeping?.mode))
    return 'The verdict follows the version, not the handling of the connection';
  return 'What the verdict follows cannot be told: neither the rows nor the columns agree';
}
