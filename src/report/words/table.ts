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
  const bold = (cell: string) =>
    lines(cell)
      .map((line) => (line === '' ? '' : paint('bold', line)))
      .join('\n');
  const all = [
    head.map((cell) => ({ content: bold(cell), vAlign: 'bottom' as const })),
    widths.map((column) => paint('dim', '─'.repeat(column))),
    ...rows,
  ];
  // What draws it takes time that grows with the square of the rows.
  const parts = Array.from({ length: Math.ceil(all.length / rowsAtOnce) }, (_, nth) => {
    const drawn = new Table({
      chars: { ...noBorders, middle: ' '.repeat(gap) },
      style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
      colWidths: widths,
    });
    drawn.push(...all.slice(nth * rowsAtOnce, (nth + 1) * rowsAtOnce));
    return drawn.toString();
  });
  return lines(parts.join('\n'))
    .map((line) => line.trimEnd())
    .join('\n');
}

const rowsAtOnce = 100;

const lines = (cell: string): string[] => cell.split('\n');

const widest = (cells: string[]): number =>
  cells.flatMap(lines).reduce((most, line) => Math.max(most, width(line)), 0);

const sides = ['top', 'bottom', 'left', 'right', 'mid'];
const corners = sides.flatMap((side) => ['mid', 'left', 'right'].map((corner) => `${side}-${corner}`));
const noBorders = Object.fromEntries([...sides, ...corners].map((place) => [place, '']));
