/**
 * Tables without borders: columns two spaces apart where the width allows it, a rule under the head, and no spaces at
 * the ends of lines. Written here, since two measures of a character's width in one line would not agree.
 */
import { type Paint, reportWidth } from './lab-report.ts';
import { padEnd, width } from './text.ts';

/** Cells may have several lines, and colour, line by line. The head stands at the bottom of its row, in bold. */
export function table(head: string[], rows: string[][], paint: Paint, widestGap = 2): string {
  const widths = head.map((cell, index) => widest([cell, ...rows.map((row) => row[index] ?? '')]));
  const content = widths.reduce((sum, column) => sum + column, 0);
  const gap = Math.max(1, Math.min(widestGap, Math.floor((reportWidth - content) / (widths.length - 1))));
  const height = Math.max(...head.map((cell) => lines(cell).length));
  const headLines = head.map((cell) => [
    ...Array<string>(height - lines(cell).length).fill(''),
    ...lines(cell).map((line) => (line === '' ? '' : paint('bold', line))),
  ]);
  const rule = widths.map((column) => [paint('dim', '─'.repeat(column))]);
  return [headLines, rule, ...rows.map((row) => row.map(lines))]
    .flatMap((row) => sideBySide(row, widths, ' '.repeat(gap)))
    .join('\n');
}

const lines = (cell: string): string[] => cell.split('\n');

const widest = (cells: string[]): number => Math.max(...cells.flatMap(lines).map(width));

function sideBySide(row: string[][], widths: number[], gap: string): string[] {
  const height = Math.max(...row.map((cell) => cell.length));
  return Array.from({ length: height }, (_, index) =>
    row
      .map((cell, column) => padEnd(cell[index] ?? '', widths[column] ?? 0))
      .join(gap)
      .trimEnd(),
  );
}
