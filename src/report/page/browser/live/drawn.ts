/** What is drawn on the live page, where connections are drawn anew as they change: of each only its newest elements count. */
import type { QuestionData } from '../../shapes.ts';
import type { Drawn, Shown } from '../plot/drawn.ts';

const lab = 'observe';

export function liveDrawn(say: Drawn['say']): LiveDrawn {
  const question: QuestionData = { question: 'observed', gates: [], connections: [] };
  const bars = new Map<number, Map<string, Element>>();
  const shown = new WeakMap<Element, Shown>();
  return {
    labs: [{ lab, questions: [question] }],
    plots: [],
    scale: 'order',
    say,
    live: question,
    add(plot) {
      this.plots.push(plot);
    },
    question: () => question,
    bars(spot) {
      const [, , connection, direction, ordinal] = JSON.parse(spot) as [
        string,
        string,
        number,
        string,
        number,
      ];
      const bar = bars.get(connection)?.get(`${direction} ${ordinal}`);
      return bar ? [bar] : [];
    },
    shownBy: (element) => shown.get(element),
    note(element, one) {
      shown.set(element, one);
      if (!one.message) return;
      const { direction, ordinal } = one.message;
      const own = bars.get(one.line.connection) ?? new Map<string, Element>();
      bars.set(one.line.connection, own.set(`${direction} ${ordinal}`, element));
    },
    forget: (connection) => bars.delete(connection),
  };
}

export interface LiveDrawn extends Drawn {
  /** The one question, with the connections that are drawn. */
  live: QuestionData;
  /** Its elements are no more. */
  forget(connection: number): void;
}
