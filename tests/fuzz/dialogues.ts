/** Dissectors: damaged dialogues of all suites, however they are cut, and what is judged of them. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { measureStream } from '../../src/assess/observe.ts';
import type { Dissect } from '../../src/dissect/dissector.ts';
import { english } from '../../src/report/language/say.ts';
import { details } from '../../src/report/run/report.ts';
import { cut, type Step } from '../dissect/steps.ts';
import { around } from '../suites/around.ts';
import { http1 } from '../suites/http1/http1.ts';
import { http2 } from '../suites/http2/http2.ts';
import { mutated } from '../suites/mutations.ts';
import { read } from '../suites/read.ts';
import type { Suite } from '../suites/suite.ts';
import { webSocket, webSocketCompressed } from '../suites/websocket/websocket.ts';
import type { Target } from './target.ts';

const suites: readonly Suite[] = [around, http1, http2, webSocket, webSocketCompressed];

const dissectOf = new Map(suites.map(({ name, dissect }): [string, Dissect] => [name, dissect]));

interface Dialogue {
  suite: string;
  steps: Step[];
  /** Bytes that come together, in turn. */
  lengths: number[];
}

const dialogues = fc
  .constantFrom(...suites.flatMap(({ name, cases }) => cases.map(({ steps }) => ({ name, steps }))))
  .chain(
    ({ name: suite, steps }): fc.Arbitrary<Dialogue> =>
      fc.record({
        suite: fc.constant(suite),
        // Twice: what is damaged much is seldom read far.
        steps: fc.oneof(mutated(steps), mutated(steps).chain(mutated)),
        lengths: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 }),
      }),
  );

export const dissectors: Target<Dialogue> = {
  name: 'dissectors',
  inputs: dialogues,
  holds({ suite, steps, lengths }) {
    const dissect = dissectOf.get(suite);
    if (!dissect) throw new Error(`no suite is called ${suite}`);
    let nth = 0;
    const parts = cut(steps, () => lengths[nth++ % lengths.length] ?? 1);
    if (!isDeepStrictEqual(read(dissect, parts), read(dissect, steps)))
      throw new Error('it is read otherwise when it is cut');
    judged(parts);
  },
};

const address = { host: '127.0.0.1', port: 80 };

/** From bytes to the printed page: nothing throws, and nothing of the wire reaches a terminal as it is. */
function judged(steps: readonly Step[]): void {
  const measuring = measureStream({ lab: 'observe', target: 'a:80', on: null });
  let seq = 0;
  const placed = () => ({ seq: ++seq, at: seq, connection: 1 });
  measuring.push({
    ...{ type: 'open', transport: 'tcp', control: false, ...placed() },
    front: { client: address, tap: address },
    back: { tap: null, server: address },
  });
  for (const step of steps) {
    if (step.what === 'close') break;
    const { direction } = step;
    if (step.what === 'bytes') measuring.push({ type: 'bytes', direction, bytes: step.bytes, ...placed() });
    else if (step.what === 'FIN') measuring.push({ type: 'end', direction, ...placed() });
    else measuring.push({ type: 'gap', direction, length: step.length, ...placed() });
  }
  measuring.push({ type: 'close', ...placed() });
  const printed = details(measuring.report(), { paint: (_style, text) => text, say: english });
  if (/[\0-\x08\x0b-\x1f\x7f-\x9f]/.test(printed)) throw new Error('a control character is printed');
}
