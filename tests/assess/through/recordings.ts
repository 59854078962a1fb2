/** Traces of a proxy written by hand: one connection on each side, and bytes in the order of the steps. */
import type { Recording } from '../../../src/model/recording.ts';
import type { Direction, TraceEvent } from '../../../src/model/trace.ts';

export const proxyPort = 8080;
export const originPort = 9000;

export type Step =
  | [side: 'front' | 'back', direction: Direction, text: string]
  | 'the proxy finishes in front'
  | 'released by the cause'
  | 'released by hand';

/** One connection on each side; the bytes of the steps, in order. */
export function recording(question: string, steps: Step[], rest: Partial<Recording> = {}): Recording {
  const unplaced = [
    { type: 'mark', mark: 'question begun', of: question },
    { ...open(1, 40_001, 31_000, proxyPort), side: 'front' },
    { ...open(2, 40_002, originPort, 31_001), side: 'back' },
    ...steps.map((step) =>
      step === 'the proxy finishes in front'
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
              connection: step[0] === 'front' ? 1 : 2,
              direction: step[1],
              bytes: Buffer.from(step[2], 'latin1'),
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
