/**
 * Tables without borders: columns two spaces apart where the width allows it, a rule under the head, and no spaces at
 * the ends of lines.
 */
import Table from 'cli-table3';
import { type Look, reportWidth } from '../look.ts';
import { width } from './text.ts';

/** Cells may have several lines, and colour, line by line. The head stands at the bottom of its row, in bold. */
export function table(head: string[], rows: string[][], { paint }: Look, widestGap = 2): string {
  const widths = head.map((cell, index) => widest([cell, ...rows.map((row) => row[index] ?? '')]));
  const content = widths.reduce((sum, column) => sum + column, 0);
  const gap = Math.max(1, Math.min(widestGap, Math.floor((reportWidth - content) / (widths.length - 1))));
  const drawn = new Table({
    chars: { ...noBorders, middle: ' '.repeat(gap) },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colWidths: widths,
  });
  const bold = (cell: string) =>
    lines(cell)
      .map((line) => (line === '' ? '' : paint('bold', line)))
      .join('\n');
  drawn.push(
    head.map((cell) => ({ content: bold(cell), vAlign: 'bottom' as const })),
    widths.map((column) => paint('dim', '─'.repeat(column))),
    ...rows,
  );
  return lines(drawn.toString())
    .map((line) => line.trimEnd())
    .join('\n');
}

const lines = (cell: string): string[] => cell.split('\n');

const widest = (cells: string[]): number => Math.max(...cells.flatMap(lines).map(width));

const sides = ['top', 'bottom', 'left', 'right', 'mid'];
const corners = sides.flatMap((side) => ['mid', 'left', 'right'].map((corner) => `${side}-${corner}`));
const noBorders = Object.fromEntries([...sides, ...corners].map((place) => [place, '']));
