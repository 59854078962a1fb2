/** The axis above the connections: milliseconds with round figures, or that it is the tap's order. Gates hang from it. */
import { scaleLinear } from 'd3-scale';
import type { ScaleName } from '../../scale.ts';
import { element, mark, putAt } from '../element.ts';

export function drawAxis(axis: HTMLElement, { scale, width, zoom, gates }: AxisState, say: Say): void {
  axis.replaceChildren();
  if (scale === 'time') {
    const ticks = scaleLinear().domain([0, width]);
    const wanted = Math.min(2000, Math.round(6 * zoom));
    const spell = ticks.tickFormat(wanted);
    for (const tick of ticks.ticks(wanted)) {
      const made = element('span', 'tick', `${spell(tick)} ms`);
      putAt(made, tick, null, width);
      axis.append(made);
    }
  } else axis.append(element('span', 'tick first', `${say('events in the order of the tap')} →`));
  for (const { what, at } of gates) {
    const made = mark('gate');
    made.title = what;
    putAt(made, at, null, width);
    axis.append(made);
  }
}

type Say = (text: string) => string;

interface AxisState {
  scale: ScaleName;
  width: number;
  zoom: number;
  gates: { what: string; at: number }[];
}
