/**
 * One TCP connection of a capture: SYN, FIN, RST and segments in, trace events out (RFC 9293 §3.5, §3.6). It is
 * reported once it is known to have been accepted; from then on whatever the capture does not hold is a gap.
 */
import type { EventOrder } from '../events.ts';
import { type Tcp, timeWait } from './connection.ts';
import { type Established, established } from './established.ts';
import { createHandshake, type Handshake } from './handshake.ts';
import { createTelling, type Ends, type Midway } from './telling.ts';

export interface Beginning {
  /** Where the capture does not hold it, else null. */
  midway: Midway | null;
  /** There was no other connection between the same ports, of which something may still come. */
  isAlone: boolean;
  /** It is known to have been accepted. */
  opens(isTurned: boolean): void;
}

export function tcp(order: EventOrder, ends: Ends, { midway, isAlone, opens }: Beginning): Tcp {
  let handshake: Handshake | null = midway === null ? createHandshake(order, isAlone) : null;
  let connection: Established | null = null;
  let isRefused = false;
  let isContested = false;

  function open(): Established {
    const isTurned = handshake?.isTurned() ?? false;
    opens(isTurned);
    const telling = createTelling(order, ends);
    const opened = established(order, telling, midway !== null);
    const asked = handshake?.chosen[isTurned ? 's2c' : 'c2s']?.asked ?? order.seq;
    if (midway === null) telling.open(isTurned, asked);
    else telling.openLater(midway);
    if (handshake?.isDoubtful() !== false) opened.lose();
    if (handshake !== null) opened.begin(handshake.chosen);
    connection = opened;
    handshake = null;
    return opened;
  }

  const isOver = (): boolean => isRefused || connection?.isOver() === true;

  return {
    take(segment) {
      if (connection !== null) {
        connection.take(segment);
        return true;
      }
      if (isRefused) return true;
      const step = handshake?.take(segment) ?? 'opens';
      if (step === 'else') return false;
      if (step === 'refused') isRefused = true;
      if (step === 'opens') open().take(segment);
      return true;
    },
    isNew: (segment) => connection?.isNew(segment) ?? false,
    finish(damaged) {
      if (isOver()) return;
      if (connection !== null || handshake?.isAccepted() === true) (connection ?? open()).finish(damaged);
    },
    abandon() {
      if (connection === null) isRefused = true;
      else connection.abandon();
    },
    isOpening: () => connection === null && !isRefused,
    contest(by) {
      isContested = by;
    },
    isCurrent: () => !isContested && !isOver(),
    isOver,
    timeWait() {
      const first = (direction: 'c2s' | 's2c') =>
        (connection === null ? handshake?.last(direction) : connection.first(direction)) ?? null;
      return timeWait({ c2s: first('c2s'), s2c: first('s2c') });
    },
  };
}
