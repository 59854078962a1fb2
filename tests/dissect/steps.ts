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

export type BytesStep = Extract<Step, { what: 'bytes' }>;

/** These bytes cross; in a text each character is one. */
export const sends = (direction: Direction, bytes: string | Uint8Array): BytesStep => ({
  what: 'bytes',
  direction,
  bytes: typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes,
});
export const client = (bytes: string | Uint8Array): BytesStep => sends('c2s', bytes);
export const server = (bytes: string | Uint8Array): BytesStep => sends('s2c', bytes);

export const fin = (direction: Direction): Step => ({ what: 'FIN', direction });
export const clientFin = fin('c2s');
export const serverFin = fin('s2c');

export const clientGap = (length: number | null): Step => ({ what: 'gap', direction: 'c2s', length });
export const serverGap = (length: number | null): Step => ({ what: 'gap', direction: 's2c', length });

/** The connection is gone: RST, or closed. */
export const close: Step = { what: 'close' };

/** The same, but each byte comes by itself. */
export const byteByByte = (steps: readonly Step[]): Step[] => cut(steps, () => 1);

/** The same, but bytes come in parts of so many. */
export function cut(steps: readonly Step[], nextLength: () => number): Step[] {
  return steps.flatMap((step): Step[] => {
    if (step.what !== 'bytes') return [step];
    const parts: Step[] = [];
    for (let at = 0; at < step.bytes.length; ) {
      const to = at + nextLength();
      parts.push({ ...step, bytes: step.bytes.subarray(at, to) });
      at = to;
    }
    return parts;
  });
}

/** More bytes right behind the last bytes of this direction. */
export function withTail(steps: readonly Step[], direction: Direction, tail: string | Uint8Array): Step[] {
  const last = steps.findLastIndex((step) => step.what === 'bytes' && step.direction === direction);
  return steps.map((step, index) =>
    index === last && step.what === 'bytes'
      ? { ...step, bytes: Buffer.concat([step.bytes, sends(direction, tail).bytes]) }
      : step,
  );
}

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
