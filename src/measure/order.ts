/**
 * Puts what a dissector reports about one connection back into the tap's order. A message is reported once its head
 * is complete, which may be long after its first byte; everything is buffered until nothing earlier can follow, so that
 * the counting behind it sees a plain sequence however the bytes were cut.
 */
import type { Control, Message } from '../model/message.ts';
import { type Peer, senderOf } from '../model/trace.ts';
import type { Crossed } from './crossing/flow.ts';

export type Notice = { seq: number } & (
  | { what: 'begun' | 'ended'; message: Message }
  | { what: 'closing'; at: number; by: Peer; how: 'FIN' | 'RST' }
  | { what: 'reset'; at: number; by: Peer; stream: number; error: number }
  | { what: 'goaway'; at: number; by: Peer; lastStream: number; error: number }
  /** MAX_CONCURRENT_STREAMS of the server. */
  | { what: 'limit'; most: number }
  | { what: 'crossing'; crossed: Crossed }
  | { what: 'gap' | 'lost' }
);

/** Control that bears on exchanges: RST_STREAM, SETTINGS and GOAWAY, RFC 9113 §6.4, §6.5 and §6.8; and a gap that could not be passed. */
export const noticeOf = ({ what, seq, at, direction, detail }: Control): Notice | null => {
  const by = senderOf(direction);
  const error = Number(detail.error ?? 0);
  if (what === 'RST_STREAM') return { what: 'reset', seq, at, by, stream: Number(detail.stream), error };
  if (what === 'GOAWAY') {
    return { what: 'goaway', seq, at, by, lastStream: Number(detail.lastStream ?? unboundedStream), error };
  }
  if (what === 'SETTINGS' && direction === 's2c' && detail.MAX_CONCURRENT_STREAMS !== undefined)
    return { what: 'limit', seq, most: Number(detail.MAX_CONCURRENT_STREAMS) };
  if (what === 'gap') return { what: 'lost', seq };
  return null;
};

/** The highest identifier that there is: what a GOAWAY names that rules out no stream, RFC 9113 §6.8. */
const unboundedStream = 2 ** 31 - 1;

/** Behind everything of its event, also what of it is reported late, and before the next event. */
export const crossingNotice = (seq: number, crossed: Crossed): Notice => ({
  what: 'crossing',
  seq: seq + 0.5,
  crossed,
});

/**
 * Of notices at one event the order of reporting counts. A message reported late goes last among them: its first
 * bytes were the unread rest of that event.
 */
export const buffer = (buffered: Notice[], notice: Notice): void => {
  const last = buffered[buffered.length - 1];
  if (last === undefined || last.seq <= notice.seq) {
    buffered.push(notice);
    return;
  }
  let place = buffered.length;
  while (place > 0) {
    const before = buffered[place - 1];
    if (before === undefined || before.seq <= notice.seq) break;
    place -= 1;
  }
  buffered.splice(place, 0, notice);
};

/** How many, from the first, lie before `pending`: nothing that is reported later can come before them. */
export const readyBefore = (buffered: readonly Notice[], pending: number): number => {
  let ready = 0;
  for (const { seq } of buffered) {
    if (seq >= pending) break;
    ready += 1;
  }
  return ready;
};

/** Forgets a message that was withdrawn before it was counted. */
export const dropMessage = (buffered: Notice[], message: Message): void => {
  for (let place = buffered.length - 1; place >= 0; place -= 1) {
    const notice = buffered[place];
    if (notice !== undefined && 'message' in notice && notice.message === message) buffered.splice(place, 1);
  }
};
