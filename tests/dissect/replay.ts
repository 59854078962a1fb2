/** Plays a written script to a dissector, cut in several ways, and writes down what it reports, one line each. */
import { expect } from 'vitest';
import type { Dissect } from '../../src/dissect/dissector.ts';
import type { Message, MessageListener } from '../../src/model/message.ts';
import { inEnglish } from '../../src/model/reason.ts';
import type { Direction } from '../../src/model/trace.ts';
import { lend } from './steps.ts';

/** Bytes (one character each) or FIN of a direction, or the end of the connection. */
export type Step = [Direction, string] | [Direction, 'FIN', 'end'] | 'close';

export const fin = (direction: Direction): Step => [direction, 'FIN', 'end'];

export const byteByByte = (steps: Step[]): Step[] =>
  steps.flatMap((step) => (isBytes(step) ? [...step[1]].map((byte): Step => [step[0], byte]) : [step]));

export const isBytes = (step: Step): step is [Direction, string] => step !== 'close' && step.length === 2;

/** Extra bytes right behind the last bytes of this direction. */
export function withTail(steps: Step[], direction: Direction, tail: string): Step[] {
  const last = steps.findLastIndex((step) => isBytes(step) && step[0] === direction);
  return steps.map((step, index) => (index === last && isBytes(step) ? [direction, step[1] + tail] : step));
}

export interface Replay {
  protocols: string[];
  messages: string[];
  controls: string[];
  violations: string[];
  raw: Message[];
}

/** Also checks what every dissector promises its listener. */
export function replay(dissect: Dissect, steps: Step[]): Replay {
  const found: Replay = { protocols: [], messages: [], controls: [], violations: [], raw: [] };
  const open = new Set<Message>();
  const ordinals = { c2s: 0, s2c: 0 };
  let pending = { c2s: Number.POSITIVE_INFINITY, s2c: Number.POSITIVE_INFINITY };
  let seq = 0;
  const listener: MessageListener = {
    protocol: (_, protocol) => found.protocols.push(protocol),
    begun(message) {
      const earliest = Math.min(pending[message.direction], seq);
      must(message.begin.seq >= earliest, 'no message begins before pending');
      must(message.end === null, 'begins without an end');
      ordinals[message.direction] += 1;
      must(message.ordinal === ordinals[message.direction], 'ordinals count from 1');
      open.add(message);
      found.raw.push(message);
    },
    ended(message) {
      must(open.delete(message), 'only what has begun ends, and once');
      must(message.end !== null, 'ends with an end');
      must(message.bytes === message.to - message.from, 'HTTP/1.x and records do not interleave');
    },
    withdrawn() {},
    control: ({ direction, what, from, to }) => found.controls.push(`${direction} ${what} ${from}..${to}`),
    violation({ side, direction, offset, reason }) {
      must(side === (direction === 'c2s' ? 'client' : 'server'), 'the side is who sent it');
      found.violations.push(`${side} ${offset} ${inEnglish(reason)}`);
    },
  };
  const dissector = dissect(1, listener);
  for (const step of steps) {
    seq += 1;
    const position = { seq, at: seq * 1000 };
    if (step === 'close') dissector.close(position);
    else if (isBytes(step)) lend(dissector, step[0], Buffer.from(step[1], 'latin1'), position);
    else dissector.end(step[0], position);
    pending = { c2s: dissector.pending('c2s'), s2c: dissector.pending('s2c') };
  }
  dissector.finish?.({ seq: seq + 1, at: 0 });
  found.messages = found.raw.map(describe).sort();
  found.violations.sort();
  return found;
}

/** Nobody listens. */
export const quiet: MessageListener = {
  protocol() {},
  begun() {},
  ended() {},
  withdrawn() {},
  control() {},
  violation() {},
};

/** Cheaper than an assertion, because it is asked for each message of thousands of runs. */
function must(holds: boolean, what: string): void {
  if (!holds) expect.fail(what);
}

/** `c2s 1 x1 GET /a 0..28 +0 headers`: ordinal, exchange, offsets, content, ending. */
function describe(message: Message): string {
  const { direction, ordinal, exchange, from, to, content, http, text } = message;
  const ending = message.end === null ? 'open' : message.ending;
  must(
    message.whole === (message.end !== null && message.ending !== 'cut'),
    'whole is what ended and was not cut',
  );
  const what = http === undefined ? JSON.stringify(text) : (http.status ?? `${http.method} ${http.path}`);
  return `${direction} ${ordinal} x${exchange ?? '-'} ${what} ${from}..${to} +${content} ${ending}`;
}
