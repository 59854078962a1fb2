/** One connection drawn: its name, its life, for each row of streams a lane for the client above one for the server, and how it ended. */
import type { ConnectionLayout } from '../../layout.ts';
import type { ConnectionData } from '../../shapes.ts';
import { element, mark, putAt } from '../element.ts';
import { drawBars } from './bars.ts';
import { drawDense } from './dense.ts';
import type { Drawn } from './drawn.ts';
import type { DrawnScale, LinePlot } from './shapes.ts';

/** Connections of more messages have no room for labels, and are drawn densely. */
const roomForLabels = 400;

export function drawConnection(
  what: { lab: string; question: string; line: ConnectionData },
  layout: ConnectionLayout,
  page: Drawn,
): LinePlot {
  const { line } = what;
  const { say } = page;
  const few = line.messages.length <= roomForLabels;
  const crowded = layout.turns.length > manyTurns;
  const root = element('div', `connection${few ? '' : ' dense'}${crowded ? ' crowded' : ''}`);
  root.dataset.connection = String(line.connection);
  const track = element('div', 'track');
  root.append(heading(line, layout, say), track);

  const life = mark('life');
  const list = element('div', 'rows');
  if (line.messages.length > 0) {
    list.setAttribute('role', 'listbox');
    list.setAttribute(
      'aria-label',
      `${say('connection')} ${line.connection}, ${line.protocol}: ${line.messages.length} ${say('messages')}`,
    );
    list.setAttribute('aria-orientation', 'horizontal');
  }
  const rows = few ? drawBars(what, layout, page) : drawDense(what, layout, page);
  list.append(...rows.parts);
  const ends = layout.ends.map(({ direction, how }) => mark(`end ${direction} ${how.toLowerCase()}`, how));
  const faults = layout.faults.map(({ grade, direction, what: why }) => {
    const made = mark(`fault ${grade} ${direction}`, '!');
    made.title = `${say(grade)}: ${why}`;
    return made;
  });
  track.append(life, list, ...ends, ...faults);

  return {
    root,
    place(at, scale) {
      putAt(life, at.left, at.right, scale.width);
      rows.place(at, scale);
      for (const [index, { at: left }] of at.ends.entries()) putMark(ends[index], left, scale);
      for (const [index, { at: left }] of at.faults.entries()) putMark(faults[index], left, scale);
    },
  };
}

/** More turnarounds than this are drawn small. */
const manyTurns = 60;

function heading(line: ConnectionData, { rows }: ConnectionLayout, say: Drawn['say']): HTMLElement {
  const made = element('div', 'line-name');
  const title = element('div', 'line-title');
  title.append(element('b', '', String(line.connection)), ` ${line.protocol}`);
  if (line.opaque) title.append(element('small', 'opaque', ` ${line.opaque}`));
  if (line.error) title.append(element('b', 'bad', ` (${line.error})`));
  title.title = title.textContent ?? '';
  const names = element('div', 'row-names');
  names.append(...rows.map(({ streams }) => element('div', 'row-name', streamNames(streams, say))));
  if (line.earlier) {
    const [first] = names.children;
    first?.prepend(`+${line.earlier} … `);
    names.title = `+${line.earlier}: ${say('messages before these are not shown')}`;
  }
  made.append(title, names);
  return made;
}

/** Nothing where there are no streams; only the first few where there are many. */
function streamNames(streams: number[], say: Drawn['say']): string {
  const own = streams.filter((stream) => stream > 0);
  if (own.length === 0) return '';
  const some = own.length > 3 ? `${own.slice(0, 2).join(', ')} … ${own.at(-1)}` : own.join(', ');
  return `${say('stream')} ${some}`;
}

const putMark = (made: HTMLElement | undefined, left: number, { width }: DrawnScale): void => {
  if (made) putAt(made, left, null, width);
};
