/**
 * A connection of very many messages, drawn as one SVG that is stretched to the zoom's width: a browser draws ten
 * thousand of its rectangles in the time that it takes for a few hundred elements. What it shows can be pointed at and
 * focused like any other bar; only the labels in the bars are left out.
 */
import type { Direction } from '../../../../model/trace.ts';
import type { ConnectionLayout } from '../../layout.ts';
import type { ConnectionData, MessageData } from '../../shapes.ts';
import { nameOf } from './bars.ts';
import type { Drawn } from './drawn.ts';
import type { RowsPlot } from './shapes.ts';

export function drawDense(
  what: { lab: string; question: string; line: ConnectionData },
  layout: ConnectionLayout,
  page: Drawn,
): RowsPlot {
  const height = layout.rows.length * rowHeight;
  const root = make('svg', 'dense-rows');
  root.setAttribute('role', 'presentation');
  root.setAttribute('preserveAspectRatio', 'none');
  root.style.setProperty('--rows', String(layout.rows.length));

  const overlaps = layout.overlaps.map(({ pairs }) => {
    const made = make('rect', 'overlap');
    set(made, { y: 0, height });
    made.dataset.pairs = String(pairs);
    return made;
  });
  const controls = layout.controls.map(({ control }) => {
    const made = make('rect', 'control');
    set(made, { y: control.direction === 'c2s' ? 0 : height - laneHeight / 3, height: laneHeight / 3 });
    page.note(made, { ...what, control });
    return made;
  });
  const bars = new Map<MessageData, SVGElement>();
  for (const [row, { messages }] of layout.rows.entries())
    for (const { message } of messages) {
      const made = make('rect', `bar ${message.direction}`);
      set(made, {
        y: row * rowHeight + (message.direction === 's2c' ? laneHeight + 1 : 0),
        height: laneHeight,
        role: 'option',
        'aria-selected': 'false',
        'aria-label': nameOf(message, page.say),
        tabindex: bars.size === 0 ? 0 : -1,
      });
      page.note(made, { ...what, message });
      bars.set(message, made);
    }
  const strips = make('path', 'strips');
  const pieces = { c2s: make('path', 'pieces c2s'), s2c: make('path', 'pieces s2c') };
  const ties = make('path', 'ties');
  const turns = make('path', 'turns');
  turns.dataset.turns = String(layout.turns.length);
  for (const made of [
    ...overlaps,
    ...controls,
    strips,
    pieces.c2s,
    pieces.s2c,
    ties,
    turns,
    ...bars.values(),
  ])
    if (!made.hasAttribute('role')) made.setAttribute('aria-hidden', 'true');
  root.append(...bars.values(), strips, pieces.c2s, pieces.s2c, ...overlaps, ties, turns, ...controls);

  return {
    parts: [root],
    place(at, { width, least }) {
      root.setAttribute('viewBox', `0 0 ${width} ${height}`);
      const put = (made: SVGElement | undefined, left: number, right: number) =>
        made && set(made, { x: left, width: Math.max(least, right - left) });
      for (const [index, { left, right }] of at.overlaps.entries()) put(overlaps[index], left, right);
      for (const [index, { at: left }] of at.controls.entries()) put(controls[index], left, left + least);
      for (const { messages } of at.rows)
        for (const { message, left, right } of messages) put(bars.get(message), left, right);
      const block = (left: number, right: number, top: number, tall: number) =>
        `M${left} ${top}H${Math.max(right, left + least)}v${tall}H${left}z`;
      const edgeOf = (row: number, direction: Direction) =>
        row * rowHeight + (direction === 'c2s' ? laneHeight - edge : laneHeight + 1);
      const all = at.rows.flatMap(({ messages }, row) =>
        messages.flatMap((one) => (one.pieces.length > 0 ? [{ ...one, row }] : [])),
      );
      const draw = (path: SVGElement, blocks: string[]) => path.setAttribute('d', blocks.join(''));
      draw(
        strips,
        all.map(({ message, left, right, row }) => block(left, right, edgeOf(row, message.direction), edge)),
      );
      for (const direction of ['c2s', 's2c'] as const)
        draw(
          pieces[direction],
          all.flatMap(({ message, pieces: own, row }) =>
            message.direction === direction
              ? own.map(({ left, right }) => block(left, right, edgeOf(row, direction), edge))
              : [],
          ),
        );
      ties.setAttribute(
        'd',
        at.ties
          .map(({ left, right, row }) =>
            block(left, right, row * rowHeight + laneHeight - edge, 2 * edge + 1),
          )
          .join(''),
      );
      turns.setAttribute(
        'd',
        at.turns.map(({ at: left, row }) => `M${left} ${row * rowHeight + laneHeight - 2}v5`).join(''),
      );
    },
  };
}

const laneHeight = 18;
/** Pieces lie where the lanes of both sides meet. */
const edge = 5;
const rowHeight = 2 * laneHeight + 4;

function make<K extends 'svg' | 'rect' | 'path'>(name: K, kind: string): SVGElementTagNameMap[K] {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  made.setAttribute('class', kind);
  return made;
}

function set(made: SVGElement, values: Record<string, string | number>): void {
  for (const [name, value] of Object.entries(values)) made.setAttribute(name, String(value));
}
