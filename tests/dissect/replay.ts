/** Plays a dialogue to a dissector, and writes down what it reports, one line each. */
import { expect } from 'vitest';
import type { Dissect } from '../../src/dissect/dissector.ts';
import type { Message, MessageListener } from '../../src/model/message.ts';
import { inEnglish } from '../../src/model/reason.ts';
import { type Step, take } from './steps.ts';

export interface Replay {
  protocols: string[];
  /** How its bytes cannot be read, where they cannot. */
  opaque: string[];
  /**
   * `c2s 1 x1 GET /a 0..28 +0 headers`: the client's first message, of exchange 1, is GET /a in the bytes 0 to 28 of
   * its direction, has no bytes of content, and ended with its headers. A response has its status instead, what is no
   * HTTP its text, and `x-` where it has no exchange. Sorted, so that the client's come first.
   */
  messages: string[];
  /** `s2c 100 Continue 0..25`: what it is, and its bytes. */
  controls: string[];
  /** `client 17 a malformed header line`: whose it is, and its offset. Sorted. */
  faults: string[];
  raw: Message[];
}

/** Also checks what every dissector promises its listener. */
export function replay(dissect: Dissect, steps: Step[]): Replay {
  const found: Replay = { protocols: [], opaque: [], messages: [], controls: [], faults: [], raw: [] };
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
    opaque(_, how) {
      found.opaque.push(how);
      // Lines may have been told of until it was known, or not, which depends on how the bytes are cut.
      if (how !== 'unknown') return;
      found.protocols = found.protocols.filter((protocol) => protocol !== 'records');
      found.raw = found.raw.filter(({ kind }) => kind !== 'record');
      open.clear();
    },
    control: ({ direction, what, from, to }) => found.controls.push(`${direction} ${what} ${from}..${to}`),
    fault({ side, direction, offset, reason }) {
      must(side === (direction === 'c2s' ? 'client' : 'server'), 'the side is who sent it');
      // Requests that are about something else have no Host; tests/suites holds that it is told.
      if (reason.id === 'http1.no-host') return;
      found.faults.push(`${side} ${offset} ${inEnglish(reason)}`);
    },
  };
  const dissector = dissect(1, listener);
  for (const step of steps) {
    seq += 1;
    const position = { seq, at: seq * 1000 };
    take(dissector, step, position);
    pending = { c2s: dissector.pending('c2s'), s2c: dissector.pending('s2c') };
    must(
      dissector.pending() === Math.min(pending.c2s, pending.s2c),
      'either direction is the earlier of both',
    );
  }
  dissector.finish?.({ seq: seq + 1, at: 0 });
  found.messages = found.raw.map(describe).sort();
  found.faults.sort();
  return found;
}

/** Nobody listens. */
export const quiet: MessageListener = {
  protocol() {},
  begun() {},
  ended() {},
  withdrawn() {},
  control() {},
  fault() {},
};

/** Cheaper than an assertion, because it is asked for each message of thousands of runs. */
function must(holds: boolean, what: string): void {
  if (!holds) expect.fail(what);
}

/** As `messages` says. */
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
