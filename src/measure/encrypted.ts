/**
 * What the bytes of a TLS connection tell of its two ends, though none can be read. Handshake crosses nothing that
 * anybody said, and much of it looks like application data from outside, RFC 8446 §5.1:
 *
 * - The client's first record of application_data is its Finished, or its Certificate, or early data (§2.3); in TLS 1.2
 *   it is what its application says first.
 * - On the client's Finished the server sends NewSessionTicket (§4.6.1), often two segments of it, which cross with the
 *   first request though both ends take turns. What it said before the Finished came (0.5-RTT data, §4.4.4) arrives late.
 *
 * All of that the server sends without waiting for anything of the client's after its Finished. So nothing counts until
 * the client has sent something on receiving what the server sent after the first application_data, and the server
 * something on receiving that: whatever it sent on its own is then a round trip old. (The client's waiting alone is not
 * enough: of two tickets it may have one.) With early data, which may be long, the first such rounds may only bring the
 * client's Finished, so that three are waited for. From then on bytes of application_data count, and no others. In TLS 1.2
 * and before all of them count.
 *
 * What crossed and does not count may have been talk: turns are only shown where tickets alone explain it.
 */
import type { Enciphered } from '../model/message.ts';
import { type BytesEvent, type Direction, ofDirection, opposite } from '../model/trace.ts';
import { countBytes, emptyFlow, type Flow, showsTurns } from './crossing/flow.ts';

export const emptyEncryptedTalk = (): EncryptedTalk => ({
  waitsFor: 'application data',
  from: 0,
  rounds: 1,
  spokenTo: { c2s: 0, s2c: 0 },
  underWay: [],
  crossed: null,
  flow: emptyFlow(),
});

/** `spoke`: of which direction this event brought, or let be read, application data. */
export const countEncrypted = (talk: EncryptedTalk, event: Passed, spoke: Spoke): void => {
  if (spoke.c2s?.isSaid || spoke.s2c?.isSaid) talk.waitsFor = null;
  if (talk.waitsFor !== null) awaitTalk(talk, event, spoke);
  const { direction, from, to, underWay, otherTo } = event;
  const spoken = ofDirection(spoke, direction);
  if (spoken === null) return;
  talk.spokenTo[direction] = to;
  const crosses = ofDirection(talk.spokenTo, opposite(direction)) > otherTo - (underWay ?? 0);
  if (talk.waitsFor !== null) {
    countCrossed(talk, event, spoken.records, crosses);
    return;
  }
  countBytes(talk.flow, direction, to - from, crosses || underWay === undefined ? underWay : 0);
};

/** Whether the two are shown to have taken turns, there and back; more often after something crossed that does not count. */
export const showsTurnsOf = ({ flow, crossed }: EncryptedTalk): boolean =>
  showsTurns(flow) && flow.turns >= (crossed === null ? 2 : 4) && (crossed ?? 0) <= mostTickets;

/** Servers send up to two, rarely four. */
const mostTickets = 4;

/** Counts each record of the server's once, as it crosses or as what crosses it is told of. */
const countCrossed = (
  talk: EncryptedTalk,
  { direction, to, otherTo, underWay = 0 }: Passed,
  records: number,
  crosses: boolean,
): void => {
  if (direction === 's2c') {
    if (crosses) talk.crossed = (talk.crossed ?? 0) + records;
    else if (records > 0) {
      // Of a long download the latest say enough.
      talk.underWay.push({ to, records });
      if (talk.underWay.length > 2 * mostTickets) talk.underWay.shift();
    }
    return;
  }
  if (crosses)
    for (const one of talk.underWay)
      if (one.to > otherTo - underWay) talk.crossed = (talk.crossed ?? 0) + one.records;
  talk.underWay = [];
};

const awaitTalk = (
  talk: EncryptedTalk,
  { direction, from, underWay, otherTo }: Passed,
  spoke: Spoke,
): void => {
  if (talk.waitsFor === 'application data') {
    if (spoke.c2s === null) return;
    // It was read before, and only now known to be TLS: the client did not wait for the server.
    const isEarly = direction === 's2c' || otherTo === (underWay ?? 0);
    talk.rounds = isEarly ? 3 : 1;
    talk.waitsFor = 'client';
    talk.from = direction === 's2c' ? from : otherTo;
    return;
  }
  const isAwaited = direction === (talk.waitsFor === 'client' ? 'c2s' : 's2c');
  if (!isAwaited || underWay === undefined || otherTo - underWay <= talk.from) return;
  talk.from = from;
  if (talk.waitsFor === 'client') {
    talk.waitsFor = 'server';
    return;
  }
  talk.rounds -= 1;
  talk.waitsFor = talk.rounds > 0 ? 'client' : null;
  talk.flow.last = 'c2s';
};

type Spoke = Readonly<Record<Direction, Enciphered | null>>;

/** What has just been counted. */
export const passedOf = (
  { read }: Flow,
  { direction, underWay }: Pick<BytesEvent, 'direction' | 'underWay'>,
  length: number,
): Passed => {
  const to = ofDirection(read, direction);
  return { direction, from: to - length, to, underWay, otherTo: ofDirection(read, opposite(direction)) };
};

/** Bytes of one direction, by offset, with how far the other had come and what of it was under way. */
export interface Passed {
  direction: Direction;
  from: number;
  to: number;
  otherTo: number;
  underWay: number | undefined;
}

export interface EncryptedTalk {
  /** Whose bytes must come, on what the other has sent from `from` on; null: everything counts. */
  waitsFor: 'application data' | 'client' | 'server' | null;
  /** Offset in the other direction. */
  from: number;
  /** How often the two must still have waited for each other. */
  rounds: number;
  /** How far application_data has come. */
  spokenTo: Record<Direction, number>;
  /** What the server said since the client did, before anything counted: offset after it, and records that began. */
  underWay: { to: number; records: number }[];
  /** How many records of the server's crossed before anything counted; null where nothing did. */
  crossed: number | null;
  /** Of what counts. */
  flow: Flow;
}
