/** What two witnesses of the same traffic are compared by: only what both count of their own accord. */
import type { Direction } from '../../../src/model/trace.ts';

export interface Counts {
  /** TCP connections, and UDP flows. */
  connections: number;
  requests: number;
  /** Their targets, in alphabetical order; of a CONNECT in HTTP/2, which has none, nothing. */
  targets: string[];
  /** Final ones (101 is final). Pushed ones are not among them: they belong to their promise. */
  responses: number;
  /** HTTP/2 streams that a client opened. */
  streams: number;
  /** HTTP/2 frames, whether the client kept the push or refused it. */
  pushPromises: number;
  /** HTTP/2 streams opened by a CONNECT with :protocol, RFC 8441. */
  extendedConnects: number;
  /** Responses of type text/event-stream. */
  eventStreams: number;
  /** Each message by its opcode and frames, such as 'text' or 'text in 2 frames', in order. */
  webSocket: Record<Direction, string[]>;
  datagrams: Record<Direction, number>;
}

export const noCounts = (): Counts => ({
  connections: 0,
  requests: 0,
  targets: [],
  responses: 0,
  streams: 0,
  pushPromises: 0,
  extendedConnects: 0,
  eventStreams: 0,
  webSocket: { c2s: [], s2c: [] },
  datagrams: { c2s: 0, s2c: 0 },
});

export const webSocketMessage = (opcode: string, frames: number): string =>
  frames === 1 ? opcode : `${opcode} in ${frames} frames`;
