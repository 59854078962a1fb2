/** The messages of a connection as elements, with a label in each, overlaps shaded behind them and turnarounds between. */
import type { ConnectionLayout } from '../../layout.ts';
import type { ConnectionData, MessageData } from '../../shapes.ts';
import { element, mark, putAt } from '../element.ts';
import type { Drawn } from './drawn.ts';
import type { RowsPlot } from './shapes.ts';

export function drawBars(
  what: { lab: string; question: string; line: ConnectionData },
  layout: ConnectionLayout,
  page: Drawn,
): RowsPlot {
  const overlaps = layout.overlaps.map(({ pairs }) => {
    const made = mark('overlap');
    made.dataset.pairs = String(pairs);
    made.title = `${page.say('overlaps')}: ${pairs}`;
    return made;
  });
  const bars = new Map<MessageData, HTMLElement>();
  const pieces = new Map<MessageData, HTMLElement[]>();
  const rows = layout.rows.map(({ messages }) => {
    const row = element('div', 'row');
    for (const { message, pieces: parts } of messages) {
      const made = bar(message, page);
      const marks = parts.map(({ crossed }) => mark(`piece${crossed ? ' crossed' : ''}`));
      made.append(...marks);
      pieces.set(message, marks);
      if (bars.size === 0) made.tabIndex = 0;
      page.note(made, { ...what, message });
      bars.set(message, made);
      row.append(made);
    }
    return row;
  });
  const turns = layout.turns.map(({ back, row }) => {
    const made = mark(back ? 'turn back' : 'turn');
    rows[row]?.append(made);
    return made;
  });
  const ties = layout.ties.map(({ row }) => {
    const made = mark('tie');
    made.title = page.say('bytes of both directions under way at once');
    rows[row]?.append(made);
    return made;
  });
  const controls = layout.controls.map(({ control }) => {
    const made = mark(`control ${control.direction}`);
    page.note(made, { ...what, control });
    return made;
  });

  return {
    parts: [...overlaps, ...rows, ...controls],
    place(at, { width }) {
      const put = (made: HTMLElement | undefined, left: number, right: number | null) =>
        made && putAt(made, left, right, width);
      for (const [index, { left, right }] of at.overlaps.entries()) put(overlaps[index], left, right);
      for (const [index, turn] of at.turns.entries()) put(turns[index], turn.at, null);
      for (const [index, control] of at.controls.entries()) put(controls[index], control.at, null);
      for (const [index, { left, right }] of at.ties.entries()) put(ties[index], left, right);
      for (const { messages } of at.rows)
        for (const { message, left, right, pieces: parts } of messages) {
          put(bars.get(message), left, right);
          for (const [index, part] of parts.entries()) {
            const made = pieces.get(message)?.[index];
            if (made) putAt(made, part.left - left, part.right - left, right - left || 1);
          }
        }
    },
  };
}

function bar(message: MessageData, { say }: Drawn): HTMLElement {
  const { direction, label, whole, kind, pieces } = message;
  const kinds = [
    ...['bar', direction, ...(whole ? [] : ['cut']), ...(kind === 'push' ? ['push'] : [])],
    ...(pieces ? ['in-pieces'] : []),
  ];
  const made = element('div', kinds.join(' '), label);
  made.setAttribute('role', 'option');
  made.setAttribute('aria-selected', 'false');
  made.setAttribute('aria-label', nameOf(message, say));
  made.tabIndex = -1;
  return made;
}

/** Who listens is told of the pieces as who looks sees them. */
export function nameOf({ direction, label, pieces = [] }: MessageData, say: Drawn['say']): string {
  const crossed = pieces.filter(([, , one]) => one === 1).length;
  return [
    `${say(direction === 'c2s' ? 'client' : 'server')}: ${label}`,
    ...(pieces.length > 1 ? [`${pieces.length} ${say('pieces')}`] : []),
    ...(crossed > 0 ? [`${crossed} ${say('crossed')}`] : []),
  ].join(', ');
}
