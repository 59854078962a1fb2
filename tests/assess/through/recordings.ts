/** Traces of a proxy written by hand: one connection on each side, and bytes in the order of the steps. */
import type { Recording } from '../../../src/model/recording.ts';
import type { Direction, Side, TraceEvent } from '../../../src/model/trace.ts';

export const proxyPort = 8080;
export const originPort = 9000;

/** Bytes that cross one of the two taps, or what happens beside them. */
export type Step =
  | { side: Side; direction: Direction; text: string; further?: number }
  | 'the proxy finishes in front'
  | 'released by the cause'
  | 'released by hand'
  | { end: Direction; on: 1 | 2 | 3 | 4 }
  | { nth: number; graces: number };

const crossing =
  (side: Side, direction: Direction) =>
  (text: string): Step => ({ side, direction, text });

/** In front of the proxy, on the client's connection. */
export const clientSends = crossing('front', 'c2s');
export const clientReceives = crossing('front', 's2c');
/** Behind it, on the origin's connection. */
export const originReceives = crossing('back', 'c2s');
export const originSends = crossing('back', 's2c');

/** The same on a further connection behind: by default on the first of these, which is connection 3. */
export const onAnother = (step: Step, further = 1): Step => ({
  ...(step as Extract<Step, { text: string }>),
  further,
});

/** One connection on each side; the bytes of the steps, in order. */
export function recording(question: string, steps: Step[], rest: Partial<Recording> = {}): Recording {
  const further = steps.reduce(
    (most, step) => Math.max(most, typeof step === 'object' && 'further' in step ? (step.further ?? 0) : 0),
    0,
  );
  const unplaced = [
    { type: 'mark', mark: 'question begun', of: question },
    { ...open(1, 40_001, 31_000, proxyPort), side: 'front' },
    { ...open(2, 40_002, originPort, 31_001), side: 'back' },
    ...Array.from({ length: further }, (_, nth) => ({
      ...open(3 + nth, 40_003 + nth, originPort, 31_001),
      side: 'back',
    })),
    ...steps.map((step) =>
      typeof step === 'object' && 'end' in step
        ? { type: 'end', connection: step.on, direction: step.end }
        : typeof step === 'object' && 'nth' in step
          ? { type: 'mark', mark: 'gate closed', of: 'the rest', figures: step }
          : step === 'the proxy finishes in front'
            ? { type: 'end', connection: 1, direction: 's2c' }
            : typeof step === 'string'
              ? {
                  type: 'mark',
                  mark: 'gate released',
                  of: 'a gate',
                  by: step === 'released by hand' ? 'hand' : 'cause',
                }
              : {
                  type: 'bytes',
                  connection: step.side === 'front' ? 1 : 2 + (step.further ?? 0),
                  direction: step.direction,
                  bytes: Buffer.from(step.text, 'latin1'),
                },
    ),
    { type: 'mark', mark: 'question ended', of: question },
  ];
  const events = unplaced.map((event, index) => ({
    seq: index + 1,
    at: index * 1e6,
    ...event,
  })) as TraceEvent[];
  return { question, events, error: null, timedOut: false, ...rest };
}

export const open = (connection: number, client: number, tap: number, server: number) => ({
  type: 'open',
  connection,
  transport: 'tcp',
  front: { client: { host: '127.0.0.1', port: client }, tap: { host: '127.0.0.1', port: tap } },
  back: { tap: { host: '127.0.0.1', port: client + 1000 }, server: { host: '127.0.0.1', port: server } },
  control: false,
});

export const post = (name: string, length: number): string =>
  `POST /http-version-lab/${name} HTTP/1.1\r\nHost: proxy\r\nContent-Length: ${length}\r\n\r\n`;
export const get = (name: string): string => `GET /http-version-lab/${name} HTTP/1.1\r\nHost: proxy\r\n\r\n`;
export const answer = (length: number, status = '200 OK'): string =>
  `HTTP/1.1 ${status}\r\nContent-Length: ${length}\r\n\r\n`;
