/** One question drawn: a plane as wide as the zoom says, in it an axis and the connections. Placed again when the scale changes. */
import { layOut } from '../../layout.ts';
import type { ScaleName } from '../../scale.ts';
import type { QuestionData } from '../../shapes.ts';
import { element } from '../element.ts';
import { drawAxis } from './axis.ts';
import { drawConnection } from './connection.ts';
import type { Drawn } from './drawn.ts';
import type { LinePlot, Plot } from './shapes.ts';

/** Connections are drawn so many at a time; the rest when it is asked for. */
const drawnAtOnce = 200;

export function drawQuestion(
  host: HTMLElement,
  { lab, question, scale }: { lab: string; question: QuestionData; scale: ScaleName },
  page: Drawn,
): Plot {
  const { axis, plane, scroller } = scrollerOf(lab, question.question, page);
  host.append(scroller);

  const lines: LinePlot[] = [];
  const more = element('button', 'more');
  more.type = 'button';

  const plot: Plot = {
    scroller,
    plane,
    zoom: 1,
    together: [],
    layout: layOut(question, scale),
    place(name) {
      if (name) plot.layout = layOut(question, name);
      const width = sharedWidth();
      for (const [index, line] of lines.entries()) {
        const at = plot.layout.connections[index];
        if (at) line.place(at, { width, least: leastSeen() });
      }
      drawAxis(axis, { scale: page.scale, width, zoom: plot.zoom, gates: plot.layout.gates }, page.say);
    },
    zoomTo(factor, anchor = 0.5) {
      zoomed(plot, factor, anchor);
      const width = sharedWidth();
      for (const [index, line] of lines.entries()) {
        const at = plot.layout.connections[index];
        if (at && line.root.classList.contains('dense') && page.scale === 'time')
          line.place(at, { width, least: leastSeen() });
      }
      drawAxis(axis, { scale: page.scale, width, zoom: plot.zoom, gates: plot.layout.gates }, page.say);
    },
  };
  const sharedWidth = () => Math.max(...[plot, ...plot.together].map(({ layout }) => layout.width));
  /** In order everything has a slot; in time a message may take none. */
  const leastSeen = () => (page.scale === 'time' ? sharedWidth() / (600 * plot.zoom) : 0);

  const draw = () => {
    const from = lines.length;
    for (const line of question.connections.slice(from, from + drawnAtOnce)) {
      const at = plot.layout.connections[lines.length];
      if (!at) continue;
      const drawn = drawConnection({ lab, question: question.question, line }, at, page);
      plane.append(drawn.root);
      lines.push(drawn);
    }
    const left = question.connections.length - lines.length;
    more.hidden = left === 0;
    more.textContent = `… + ${left}`;
    plot.place();
  };
  more.addEventListener('click', draw);
  host.append(more);
  draw();
  return plot;
}

/** An axis above a plane that scrolls sideways. */
export function scrollerOf(lab: string, question: string, page: Drawn) {
  const axis = element('div', 'axis');
  axis.setAttribute('aria-hidden', 'true');
  const plane = element('div', 'plane');
  const scroller = element('div', 'scroller');
  scroller.tabIndex = 0;
  scroller.setAttribute('role', 'group');
  scroller.setAttribute('aria-label', `${lab}, ${question}: ${page.say('timeline')}`);
  scroller.append(plane);
  plane.append(axis);
  return { axis, plane, scroller };
}

/** `anchor`: the share of the visible width that stays where it is. */
export function zoomed(plot: Plot, factor: number, anchor: number): void {
  const { scroller, plane } = plot;
  const within = scroller.clientWidth * anchor;
  const share = (scroller.scrollLeft + within) / Math.max(1, plane.offsetWidth);
  plot.zoom = Math.min(400, Math.max(1, factor));
  // No custom property: a browser would compute the style of everything within anew.
  plane.style.width = `${100 * plot.zoom}%`;
  scroller.scrollLeft = share * plane.offsetWidth - within;
}
