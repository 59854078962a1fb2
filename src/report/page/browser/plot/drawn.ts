/** What is drawn on the page at present, and where each message of it is. */
import type { ScaleName } from '../../scale.ts';
import type { ConnectionData, LabData, MessageData, QuestionData } from '../../shapes.ts';
import type { Plot } from './shapes.ts';

export function drawnPage(labs: LabData[], say: (text: string) => string): Drawn {
  const questions = new Map(
    labs.flatMap((lab) => lab.questions.map((one) => [`${lab.lab}\n${one.question}`, one] as const)),
  );
  const bars = new Map<string, Element[]>();
  const shown = new WeakMap<Element, Shown>();
  return {
    labs,
    plots: [],
    scale: 'order',
    say,
    add(plot) {
      this.plots.push(plot);
    },
    question: (lab, question) => questions.get(`${lab}\n${question}`),
    bars: (spot) => bars.get(spot) ?? [],
    shownBy: (element) => shown.get(element),
    note(element, one) {
      shown.set(element, one);
      if (!one.message) return;
      const { direction, ordinal } = one.message;
      const spot = JSON.stringify([one.lab, one.question, one.line.connection, direction, ordinal]);
      const known = bars.get(spot);
      if (known) known.push(element);
      else bars.set(spot, [element]);
    },
  };
}

export interface Drawn {
  labs: LabData[];
  plots: Plot[];
  scale: ScaleName;
  say(text: string): string;
  add(plot: Plot): void;
  question(lab: string, question: string): QuestionData | undefined;
  /** Elements that show the message of this name: in its lab, and in the first picture. */
  bars(spot: string): Element[];
  shownBy(element: Element): Shown | undefined;
  note(element: Element, shown: Shown): void;
}

/** What an element stands for. */
export interface Shown {
  lab: string;
  question: string;
  line: ConnectionData;
  message?: MessageData;
  control?: ConnectionData['controls'][number];
}
