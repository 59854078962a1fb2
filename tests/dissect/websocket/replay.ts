/**
 * Replays a script of literal bytes through a dissector that reads WebSocket, cut in a given way, and holds every
 * replay to the contract of dissectors: positions of the right bytes, nothing begun before `pending`.
 */
import { expect } from 'vitest';
import type { Dissect } from '../../../src/dissect/dissector.ts';
import type { Control, Message, MessageListener } from '../../../src/model/message.ts';
import { inEnglish } from '../../../src/model/reason.ts';
import type { Direction } from '../../../src/model/trace.ts';
import { type Cut, feed, noProgress } from '../http2/replay.ts';
import type { Step } from '../steps.ts';

export interface Replay {
  protocols: string[];
  /**
   * Such as `s2c 1 text "Hello" 0..7, bytes 7, content 5, frames 1, websocket FIN`, in order of ordinals, client
   * first. Of HTTP only which: `c2s 1 request 0..72`.
   */
  messages: string[];
  controls: string[];
  faults: string[];
  raw: Message[];
  pending: Record<Direction, number>;
}

export function replay(dissect: Dissect, script: readonly Step[], cut: Cut): Replay {
  const found: Replay = {
    protocols: [],
    messages: [],
    controls: [],
    faults: [],
    raw: [],
    pending: { c2s: 0, s2c: 0 },
  };
  const progress = noProgress();
  const { arrived, floor } = progress;
  const ordinals = { c2s: 0, s2c: 0 };
  const open = new Set<Message>();
  const listener: MessageListener = {
    protocol: (_, protocol) => found.protocols.push(protocol),
    begun(message) {
      const { direction, begin, from } = message;
      expect(message.ordinal).toBe(++ordinals[direction]);
      expect(begin.seq).toBe(arrived[direction][from]);
      expect(begin.seq).toBeGreaterThanOrEqual(floor[direction]);
      expect(message.end).toBeNull();
      open.add(message);
      found.raw.push(message);
    },
    ended(message) {
      expect(open.delete(message), 'only what has begun ends, and once').toBe(true);
      if (message.ending !== 'cut') expect(message.end?.seq).toBe(arrived[message.direction][message.to - 1]);
      expect(message.end).not.toBeNull();
    },
    withdrawn: () => expect.unreachable(),
    control(control) {
      expect(control.seq).toBe(arrived[control.direction][control.from]);
      found.controls.push(describeControl(control));
    },
    fault({ side, seq, direction, offset, reason }) {
      expect(side).toBe(direction === 'c2s' ? 'client' : 'server');
      expect(seq).toBe(arrived[direction][offset]);
      found.faults.push(`${side} ${offset} ${inEnglish(reason)}`);
    },
  };
  const dissector = dissect(1, listener);
  found.pending = feed(dissector, script, cut, progress);
  found.messages = [...found.raw]
    .sort((a, b) => a.direction.localeCompare(b.direction) || a.ordinal - b.ordinal)
    .map(describe);
  return found;
}

/** Such as `s2c 1 text "Hello" 0..7, bytes 7, content 5, frames 1, websocket FIN`; HTTP only as far as it says which. */
function describe(message: Message): string {
  const { direction, ordinal, kind, from, to, bytes, content, ending, http, websocket, text } = message;
  expect(message.whole).toBe(ending !== null && ending !== 'cut');
  if (kind !== 'websocket') return `${direction} ${ordinal} ${kind} ${from}..${to}`;
  expect(message.exchange).toBeNull();
  const stream = http === undefined ? '' : ` on ${http.version} stream ${http.stream}`;
  const opcode = `${websocket?.opcode}${websocket?.compressed ? ' compressed' : ''}`;
  const words = text === undefined ? '' : ` ${JSON.stringify(text)}`;
  return `${direction} ${ordinal}${stream} ${opcode}${words} ${from}..${to}, bytes ${bytes}, content ${content}, frames ${websocket?.frames}, ${ending ?? 'open'}`;
}

const describeControl = ({ direction, what, detail, from, to }: Control): string =>
  `${direction} ${what} ${JSON.stringify(detail)} ${from}..${to}`;
