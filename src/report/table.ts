/** Tables without borders: columns two spaces apart where the width allows it, a rule under the head, and no spaces at the ends of lines. */
import Table from 'cli-table3';
import { type Paint, reportWidth } from './lab-report.ts';
import { width } from './text.ts';

/** Cells may have several lines, and colour, line by line. The head is printed in bold. */
export function table(head: string[], rows: string[][], paint: Paint, widestGap = 2): string {
  const all = new Table({
    chars: none,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  const bold = (cell: string) => lines(cell).map((line) => (line === '' ? '' : paint('bold', line)));
  const columns = head.map((cell, index) => widest([cell, ...rows.map((row) => row[index] ?? '')]));
  const content = columns.reduce((sum, column) => sum + column, 0);
  const gap = Math.max(1, Math.min(widestGap, Math.floor((reportWidth - content) / (columns.length - 1))));
  const under = columns.map((column) => paint('dim', '─'.repeat(column)));
  const height = Math.max(...head.map((cell) => lines(cell).length));
  const settled = (cell: string) =>
    [...Array(height - lines(cell).length).fill(''), ...bold(cell)].join('\n');
  for (const row of [head.map(settled), under, ...rows]) {
    // The gap is part of every cell but the last of its row.
    all.push(
      row.map((cell, index) => (index === row.length - 1 ? cell : spread(cell, columns[index] ?? 0, gap))),
    );
  }
  return all
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

const lines = (cell: string): string[] => cell.split('\n');

const widest = (cells: string[]): number => Math.max(...cells.flatMap(lines).map(width));

const spread = (cell: string, column: number, gap: number): string =>
  lines(cell)
    .map((line) => line + ' '.repeat(column - width(line) + gap))
    .join('\n');

const none = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};
