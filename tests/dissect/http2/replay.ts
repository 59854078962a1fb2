/**
 * Replays a script of literal bytes through the HTTP/2 dissector, cut in a given way, and holds every replay to
 * the contract of dissectors: begun before ended, positions of the right bytes, nothing begun before `pending`.
 */
import { expect } from 'vitest';
import { createCounts } from '../../../src/dissect/counts.ts';
import type { Dissect } from '../../../src/dissect/dissector.ts';
import { type Http2Options, http2 } from '../../../src/dissect/http2/http2.ts';
import type { Control, Message, MessageListener } from '../../../src/model/message.ts';
import { inEnglish } from '../../../src/model/reason.ts';
import type { Fault } from '../../../src/model/rules/fault.ts';
import type { Direction, Position } from '../../../src/model/trace.ts';
import { lend, type Step, take } from '../steps.ts';

/** Cuts the bytes of one step into the slices that arrive as events. */
export type Cut = (bytes: Uint8Array) => Uint8Array[];

export const whole: Cut = (bytes) => [bytes];
export const byteByByte: Cut = (bytes) => Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));

export interface Replay {
  protocols: string[];
  /**
   * Such as `c2s request 1, exchange 1, stream 1: GET /; 33-45, bytes 12, content 0, END_STREAM`: its ordinal, the
   * offsets of its bytes, how many of these are its own, and what ended it. In order of ordinals, client first; those
   * withdrawn are left out.
   */
  messages: string[];
  controls: string[];
  faults: string[];
  /** What was reported, in that order. */
  log: string[];
  pending: Record<Direction, number>;
}

/** Bytes, written in hex with comments after #. */
export function hex(text: string): Uint8Array {
  const digits = text.replace(/#.*$/gm, '').replace(/\s+/g, '');
  if (!/^([0-9a-f]{2})*$/.test(digits)) throw new Error(`not hex: ${digits}`);
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function replay(script: readonly Step[], cut: Cut, options: Http2Options = {}): Replay {
  const messages = new Set<Message>();
  const ended = new Set<Message>();
  const result: Replay = {
    protocols: [],
    messages: [],
    controls: [],
    faults: [],
    log: [],
    pending: { c2s: 0, s2c: 0 },
  };
  const progress = noProgress();
  const { arrived, floor } = progress;

  const listener: MessageListener = {
    protocol: (_, protocol) => result.protocols.push(protocol),
    begun: (message) => {
      expect(messages.has(message)).toBe(false);
      expect(message.begin.seq).toBeGreaterThanOrEqual(floor[message.direction]);
      // What a tunnel carries counts its own offsets.
      if (message.http !== undefined)
        expect(message.begin.seq).toBe(arrived[message.direction][message.from]);
      messages.add(message);
      result.log.push(`begun ${name(message)}`);
    },
    ended: (message) => {
      expect(messages.has(message)).toBe(true);
      expect(ended.has(message)).toBe(false);
      expect(message.end).not.toBeNull();
      if (message.ending === 'END_STREAM' || message.ending === 'headers') {
        expect(message.end?.seq).toBe(arrived[message.direction][message.to - 1]);
      }
      ended.add(message);
      result.log.push(`ended ${name(message)}`);
    },
    withdrawn: (message) => {
      expect(messages.delete(message)).toBe(true);
      result.log.push(`withdrawn ${name(message)}`);
    },
    control: (control) => result.controls.push(describeControl(control)),
    fault: (fault) => {
      expect(fault.seq).toBe(arrived[fault.direction][fault.offset]);
      result.faults.push(describeFault(fault));
      result.log.push(`fault: ${inEnglish(fault.reason)}`);
    },
  };

  const dissector = http2(7, listener, createCounts(), options);
  result.pending = feed(dissector, script, cut, progress);
  result.messages = [...messages]
    .sort((a, b) => a.direction.localeCompare(b.direction) || a.ordinal - b.ordinal)
    .map(describeMessage);
  return result;
}

export interface Progress {
  /** seq of the event in which each byte of a direction came. */
  arrived: Record<Direction, number[]>;
  /** Nothing may begin before it. */
  floor: Record<Direction, number>;
}

export const noProgress = (): Progress => ({ arrived: { c2s: [], s2c: [] }, floor: { c2s: 0, s2c: 0 } });

/** Plays the script to a dissector; gives what is pending at its end. */
export function feed(
  dissector: ReturnType<Dissect>,
  script: readonly Step[],
  cut: Cut,
  { arrived, floor }: Progress,
): Record<Direction, number> {
  let seq = 0;
  const position = (): Position => ({ seq: ++seq, at: seq * 1000 });
  const look = (): void => {
    const pending = { c2s: dissector.pending('c2s'), s2c: dissector.pending('s2c') };
    if (dissector.pending() !== Math.min(pending.c2s, pending.s2c))
      expect.fail('either direction is the earlier of both');
    for (const direction of ['c2s', 's2c'] as const) floor[direction] = Math.min(pending[direction], seq + 1);
  };
  for (const step of script) {
    if (step.what !== 'bytes') take(dissector, step, position());
    else {
      const { direction, bytes } = step;
      for (const slice of cut(bytes)) {
        const at = position();
        for (let count = 0; count < slice.length; count++) arrived[direction].push(at.seq);
        lend(dissector, direction, slice, at);
        look();
      }
    }
    look();
  }
  return { c2s: dissector.pending('c2s'), s2c: dissector.pending('s2c') };
}

/** Such as `c2s request 1, exchange 1, stream 1: GET /; 33-45, bytes 12, content 0, END_STREAM` */
function describeMessage(message: Message): string {
  const { direction, kind, ordinal, exchange, http, from, to, bytes, content, ending } = message;
  const fields = [http?.method, http?.path, http?.protocol, http?.status, http?.contentType].filter(
    (field) => field !== undefined,
  );
  const where = kind === 'push' ? '' : ` exchange ${exchange},`;
  const end = ending === null ? 'unfinished' : `${ending}${message.whole ? '' : ' (not whole)'}`;
  return `${direction} ${kind} ${ordinal},${where} stream ${http?.stream}: ${fields.join(' ')}; ${from}-${to}, bytes ${bytes}, content ${content}, ${end}`;
}

const name = (message: Message): string => `${message.kind} on ${message.http?.stream}`;

const describeControl = ({ direction, what, detail, from, to }: Control): string =>
  `${direction} ${what} ${JSON.stringify(detail)} ${from}-${to}`;

const describeFault = ({ side, direction, offset, reason }: Fault): string =>
  `${side} ${direction} at ${offset}: ${inEnglish(reason)}`;
