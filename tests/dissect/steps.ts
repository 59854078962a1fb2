/** A dialogue, as a tap sees it, is a list of steps: who sends what, and how it ends. A step is an event. */
import type { ConnectionDissector } from '../../src/dissect/dissector.ts';
import { sliceOf } from '../../src/model/slice.ts';
import type { Direction, Position } from '../../src/model/trace.ts';

export type Step =
  | { what: 'bytes'; direction: Direction; bytes: Uint8Array }
  | { what: 'FIN'; direction: Direction }
  /** Bytes that crossed and are not in the record; null: nobody knows how many. */
  | { what: 'gap'; direction: Direction; length: number | null }
  | { what: 'close' };

/** These bytes cross; in a text each character is one. */
const sends =
  (direction: Direction) =>
  (bytes: string | Uint8Array): Step => ({
    what: 'bytes',
    direction,
    bytes: typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes,
  });

export const client = sends('c2s');
export const server = sends('s2c');
export const clientFin: Step = { what: 'FIN', direction: 'c2s' };
export const serverFin: Step = { what: 'FIN', direction: 's2c' };
export const clientGap = (length: number | null): Step => ({ what: 'gap', direction: 'c2s', length });
export const serverGap = (length: number | null): Step => ({ what: 'gap', direction: 's2c', length });
/** The connection is gone: RST, or closed. */
export const close: Step = { what: 'close' };

/** Hands one step to a dissector. */
export function take(dissector: ConnectionDissector, step: Step, position: Position): void {
  switch (step.what) {
    case 'bytes':
      lend(dissector, step.direction, step.bytes, position);
      break;
    case 'FIN':
      dissector.end(step.direction, position);
      break;
    case 'gap':
      dissector.gap?.(step.direction, step.length, position);
      break;
    case 'close':
      dissector.close(position);
      break;
  }
}

/** What is read was lent for the call: a dissector that still looks at it afterwards finds other bytes. */
export function lend(
  dissector: ConnectionDissector,
  direction: Direction,
  bytes: Uint8Array,
  position: Position,
): void {
  // With others around them, as in a capture, which would end a line and a head, and begin another.
  const lent = Buffer.concat([Buffer.from('\r\n'), bytes, Buffer.from('\r\n\r\nGET / HTTP/1.1\r\n\r\n')]);
  dissector.bytes(direction, { ...sliceOf(lent), from: 2, to: 2 + bytes.length }, position);
  lent.fill(0x5a);
}
