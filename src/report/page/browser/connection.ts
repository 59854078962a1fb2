/** One connection drawn: for each row of streams a lane for the client above one for the server, bars for messages, marks for the rest. */

import type { ConnectionLayout } from '../layout.ts';
import type { ConnectionData, MessageData } from '../shapes.ts';
import type { Drawn } from './drawn.ts';
import { element, mark, putAt } from './element.ts';

/** More turnarounds than this are drawn small. */
const manyTurns = 60;

export function drawConnection(
  what: { lab: string; question: string; line: ConnectionData },
  layout: ConnectionLayout,
  page: Drawn,
): LinePlot {
  const { line } = what;
  const { say } = page;
  const root = element('div', layout.turns.length > manyTurns ? 'connection dense' : 'connection');
  root.dataset.connection = String(line.connection);
  const track = element('div', 'track');
  const name = `${say('connection')} ${line.connection}, ${line.protocol}`;
  const heading = element('div', 'line-name');
  const names = element('div', 'row-names');
  const title = element('div', 'line-title');
  title.append(element('b', '', String(line.connection)), ` ${line.protocol}`);
  if (line.error) title.append(element('b', 'bad', ` ${line.error}`));
  title.title = title.textContent ?? '';
  heading.append(title, names);
  root.append(heading, track);

  const placers: ((at: ConnectionLayout, width: number) => void)[] = [];
  const life = mark('life');
  track.append(life);
  placers.push((at, width) => putAt(life, at.left, at.right, width));

  for (const [index, { pairs }] of layout.overlaps.entries()) {
    const made = mark('overlap');
    made.dataset.pairs = String(pairs);
    made.title = `${say('overlaps')}: ${pairs}`;
    track.append(made);
    placers.push(({ overlaps }, width) => {
      const at = overlaps[index];
      if (at) putAt(made, at.left, at.right, width);
    });
  }

  const list = element('div', 'rows');
  if (line.messages.length > 0) {
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', `${name}: ${line.messages.length} ${say('messages')}`);
    list.setAttribute('aria-orientation', 'horizontal');
  }
  const bars = new Map<MessageData, HTMLElement>();
  const rows: HTMLElement[] = [];
  for (const { messages, streams } of layout.rows) {
    const row = element('div', 'row');
    rows.push(row);
    names.append(element('div', 'row-name', streamNames(streams, say)));
    for (const { message } of messages) {
      const made = bar(message, page);
      page.note(made, { ...what, message });
      bars.set(message, made);
      row.append(made);
    }
    list.append(row);
  }
  track.append(list);
  const [first] = bars.values();
  if (first) first.tabIndex = 0;
  placers.push(({ rows }, width) => {
    for (const { messages } of rows)
      for (const { message, left, right } of messages) {
        const made = bars.get(message);
        if (made) putAt(made, left, right, width);
      }
  });

  const marks: [HTMLElement, (at: ConnectionLayout) => number | undefined][] = [
    ...layout.controls.map(({ control }, index): (typeof marks)[number] => {
      const made = mark(`control ${control.direction}`);
      page.note(made, { ...what, control });
      return [made, ({ controls }) => controls[index]?.at];
    }),
    ...layout.ends.map(({ direction, how }, index): (typeof marks)[number] => [
      mark(`end ${direction} ${how.toLowerCase()}`, how),
      ({ ends }) => ends[index]?.at,
    ]),
    ...layout.violations.map(({ direction, what: why }, index): (typeof marks)[number] => {
      const made = mark(`violation ${direction}`, '!');
      made.title = `${say('violation')}: ${why}`;
      return [made, ({ violations }) => violations[index]?.at];
    }),
  ];
  track.append(...marks.map(([made]) => made));
  for (const [index, { back, row }] of layout.turns.entries()) {
    const made = mark(back ? 'turn back' : 'turn');
    rows[row]?.append(made);
    marks.push([made, ({ turns }) => turns[index]?.at]);
  }
  placers.push((at, width) => {
    for (const [made, read] of marks) putAt(made, read(at) ?? 0, null, width);
  });

  return {
    root,
    place(at, width) {
      for (const place of placers) place(at, width);
    },
  };
}

/** Nothing where there are no streams; only the first few where there are many. */
function streamNames(streams: number[], say: Drawn['say']): string {
  const own = streams.filter((stream) => stream > 0);
  if (own.length === 0) return '';
  const some = own.length > 3 ? `${own.slice(0, 2).join(', ')} … ${own.at(-1)}` : own.join(', ');
  return `${say('stream')} ${some}`;
}

function bar(message: MessageData, { say }: Drawn): HTMLElement {
  const { direction, label, whole, kind } = message;
  const made = element(
    'div',
    `bar ${direction}${whole ? '' : ' cut'}${kind === 'push' ? ' push' : ''}`,
    label,
  );
  made.setAttribute('role', 'option');
  made.setAttribute('aria-selected', 'false');
  made.setAttribute('aria-label', `${say(direction === 'c2s' ? 'client' : 'server')}: ${label}`);
  made.tabIndex = -1;
  return made;
}

export interface LinePlot {
  root: HTMLElement;
  place(at: ConnectionLayout, width: number): void;
}
