/**
 * Bytes of no protocol that is known here. Where everything so far, in both directions, is text that ends in line
 * ends, each line is a record. As soon as that does not hold, the connection is opaque: who cuts a binary protocol at
 * every byte that looks like a line end sees messages that nobody sent. Then the lines are taken back.
 *
 * A line without its end may get it later. If its direction, or the record, ends first, or the other side speaks, then
 * what was said does not end in a line end, and may have been anything: who takes turns within lines speaks none. Whoever knows better says `framing: 'lines'`.
 */
import type { MessageListener } from '../../model/message.ts';
import { reason } from '../../model/reason.ts';
import { bytesOf } from '../../model/slice.ts';
import { opposite, type Position } from '../../model/trace.ts';
import { type Counts, createCounts } from '../counts.ts';
import type { ConnectionDissector } from '../dissector.ts';
import { textLines } from '../text-lines.ts';
import { reportUnknown } from './opaque.ts';
import { createTextCheck } from './text-check.ts';
import { helloStart } from './tls-records.ts';

export function textOrOpaque(
  connection: number,
  listener: MessageListener,
  counts: Counts = createCounts(),
): ConnectionDissector {
  const checks = { c2s: createTextCheck(), s2c: createTextCheck() };
  const provisionally: MessageListener = {
    ...listener,
    protocol: (ordinal, protocol) => listener.protocol(ordinal, protocol, true),
  };
  /** Null before the first line begins, and once the connection is opaque. */
  let lines: ConnectionDissector | null = null;
  let isOpaque = false;
  /** How much of the client's first bytes is as in a TLS hello; null once they are anything else. */
  let hello: number | null = 0;
  let helloAt: Position | null = null;

  function giveUp(): void {
    isOpaque = true;
    lines = null;
    reportUnknown(connection, listener);
  }

  /** Whether the client says what a TLS client says first, or may be at it. */
  function isHello(bytes: Uint8Array, position: Position): boolean {
    for (const byte of bytes) {
      if (hello === null || hello === helloStart.length) break;
      hello = byte === helloStart[hello] ? hello + 1 : null;
    }
    if (hello === helloStart.length) helloAt ??= position;
    return hello !== null;
  }

  /** What was begun is all there will be. */
  function isFinished(): boolean {
    const isHelloCut = hello !== null && hello > 0 && hello < helloStart.length;
    return !isHelloCut && checks.c2s.isAtLineEnd() && checks.s2c.isAtLineEnd();
  }

  /** A TLS hello to a server that speaks in clear text is no encryption, but a mistake. */
  function reportHello(): void {
    if (helloAt === null || lines === null) return;
    const place = { connection, side: 'client', direction: 'c2s', offset: 0 } as const;
    listener.fault({ ...helloAt, ...place, reason: reason('tls.answered-in-clear') });
    helloAt = null;
  }

  function conclude(): void {
    if (isOpaque) return;
    if (!isFinished()) giveUp();
    else reportHello();
  }

  return {
    bytes(direction, slice, position, offset) {
      if (isOpaque || slice.from === slice.to) return;
      const bytes = bytesOf(slice);
      const wasHello = direction === 'c2s' && hello !== null && hello > 0;
      if (direction === 'c2s' && hello !== null && isHello(bytes, position)) return;
      const isWithinLine = !checks[opposite(direction)].isAtLineEnd();
      if (wasHello || isWithinLine || !checks[direction].accepts(bytes)) {
        giveUp();
        return;
      }
      lines ??= textLines(connection, provisionally, counts);
      lines.bytes(direction, slice, position, offset);
    },
    end(direction, position) {
      if (isOpaque) return;
      if (!checks[direction].isAtLineEnd()) giveUp();
      else lines?.end(direction, position);
      if (direction === 's2c') reportHello();
    },
    close(position) {
      conclude();
      lines?.close(position);
    },
    finish: conclude,
    gap() {
      if (!isOpaque) giveUp();
    },
    pending: () => Number.POSITIVE_INFINITY,
  };
}
