/**
 * One direction of a TCP connection: segments in, bytes in their order out, RFC 9293 §3.4. Retransmissions and
 * overlaps are trimmed, what came early waits. What the other side acknowledged and the capture never saw is a gap.
 */
import { copyOf, type Piece } from '../../model/piece.ts';

export interface LaneListener {
  /** Lent for the call. `acknowledged`: of the other direction, by the segment that brought them. */
  bytes(piece: Piece, acknowledged: number | null): void;
  /** Bytes that the capture does not hold; null where nobody knows how many. */
  gap(length: number | null): void;
  /** FIN, after all the bytes before it. */
  end(acknowledged: number | null): void;
}

export interface Lane {
  /** Sequence number of the next byte, once it is known. */
  next: number | null;
  /** Where it began to be known. */
  start: number | null;
  /** How far it has been told; what waits for the other direction has not. */
  told: number | null;
  /** SYN's, RFC 9293 §3.4.1; tells a repeated SYN from a new connection. */
  first: number | null;
  /** What came early, by sequence number. */
  waiting: Segment[];
  waitingBytes: number;
  /** Sequence number of FIN, and what came with it. */
  fin: number | null;
  finAcknowledged: number | null;
  ended: boolean;
  /** The highest that the other side has acknowledged. */
  acknowledged: number | null;
  /** Packets of the connection seen since a gap was suspected. */
  suspected: number;
}

interface Segment {
  sequence: number;
  /** The part that was captured, of `length`. */
  piece: Piece;
  length: number;
  acknowledged: number | null;
}

export const newLane = (): Lane => ({
  next: null,
  start: null,
  told: null,
  first: null,
  waiting: [],
  waitingBytes: 0,
  fin: null,
  finAcknowledged: null,
  ended: false,
  acknowledged: null,
  suspected: 0,
});

/** `a - b` on the circle of sequence numbers. */
export const distance = (a: number, b: number): number => (a - b) | 0;

/** Further ahead than any window lets a sender be, RFC 7323 §2.3 (1 GiB at most; real ones stay below 64 MiB). */
const farthest = 64 * 1024 * 1024;
/** More than this waiting means that what is missing will not come. */
const longestWait = 4 * 1024 * 1024;
/** Packets may be captured in another order than they were sent: so many are waited for. */
const patience = 16;

/** The first byte that is known of has this number. */
export function beginAt(lane: Lane, sequence: number): void {
  if (lane.next !== null) return;
  lane.next = sequence;
  lane.start = sequence;
  lane.told = sequence;
}

/** `piece` is the captured part of a segment that is `length` long. It is kept only as a copy. */
export function takeSegment(
  lane: Lane,
  sequence: number,
  piece: Piece,
  length: number,
  acknowledged: number | null,
  listener: LaneListener,
): void {
  if (length === 0 || lane.ended) return;
  beginAt(lane, sequence);
  let ahead = distance(sequence, lane.next ?? sequence);
  if (Math.abs(ahead) > farthest || isBeforeStart(lane, sequence)) {
    jump(lane, sequence, listener);
    ahead = 0;
  }
  if (ahead + length <= 0) return;
  if (ahead <= 0) {
    deliver(lane, piece, length, -ahead, acknowledged, listener);
    if (lane.waiting.length > 0) deliverWaiting(lane, listener);
    return;
  }
  const place = lane.waiting.findIndex((other) => distance(other.sequence, sequence) > 0);
  const segment = { sequence, piece: copyOf(piece), length, acknowledged };
  lane.waiting.splice(place < 0 ? lane.waiting.length : place, 0, segment);
  lane.waitingBytes += sizeOf(piece);
  if (lane.waitingBytes > longestWait) passGap(lane, listener);
}

export function takeFin(
  lane: Lane,
  sequence: number,
  acknowledged: number | null,
  listener: LaneListener,
): void {
  beginAt(lane, sequence);
  if (lane.next === null || distance(sequence, lane.next) < 0) return;
  if (lane.fin === null) lane.finAcknowledged = acknowledged;
  lane.fin ??= sequence;
  finish(lane, listener);
}

/** The other side has everything before this number. */
export function takeAcknowledgement(lane: Lane, sequence: number, listener: LaneListener): void {
  beginAt(lane, sequence);
  if (lane.next !== null && !lane.ended && distance(sequence, lane.next) > farthest)
    jump(lane, sequence, listener);
  if (lane.acknowledged === null || distance(sequence, lane.acknowledged) > 0) lane.acknowledged = sequence;
}

/** Whether no sender could have come as far, or gone as far back, by now. */
export const isImplausible = ({ next }: Lane, sequence: number): boolean =>
  next !== null && Math.abs(distance(sequence, next)) > farthest;

/** Before the first byte of a connection whose SYN was seen there is only the number that probes use. */
const isBeforeStart = ({ first, start }: Lane, sequence: number): boolean =>
  first !== null && start !== null && distance(sequence, start) < -1;

/** So much is missing that numbers do not tell any longer how much; or they belong to something else. */
function jump(lane: Lane, sequence: number, listener: LaneListener): void {
  lane.waiting = [];
  lane.waitingBytes = 0;
  lane.fin = null;
  lane.acknowledged = null;
  lane.next = sequence;
  lane.start = sequence;
  listener.gap(null);
}

/** To be asked with every packet of the connection: waits no longer for what was not captured. */
export function lookForGap(lane: Lane, listener: LaneListener): void {
  if (!hasGap(lane)) {
    lane.suspected = 0;
    return;
  }
  lane.suspected += 1;
  if (lane.suspected <= patience) return;
  lane.suspected = 0;
  passGap(lane, listener);
}

/** Nothing more will come: what waits is delivered, with the gaps before it, and what was acknowledged and not seen is one. */
export function settle(lane: Lane, listener: LaneListener): void {
  while (lane.waiting.length > 0) passGap(lane, listener);
  if (hasGap(lane)) passGap(lane, listener);
  finish(lane, listener);
}

/** Whether the other side has bytes that were never seen. FIN takes a number of its own. */
function hasGap({ next, acknowledged, fin, ended }: Lane): boolean {
  if (next === null || acknowledged === null || ended) return false;
  const beyond = fin !== null && distance(acknowledged, fin) > 0 ? fin : acknowledged;
  return distance(beyond, next) > 0;
}

function passGap(lane: Lane, listener: LaneListener): void {
  const { next, acknowledged, fin } = lane;
  if (next === null) return;
  const ends = [lane.waiting[0]?.sequence, acknowledged, fin].filter(
    (end) => end !== undefined && end !== null,
  );
  const lengths = ends.map((end) => distance(end, next)).filter((length) => length > 0);
  if (lengths.length === 0) return;
  const length = Math.min(...lengths);
  lane.next = (next + length) | 0;
  listener.gap(length);
  deliverWaiting(lane, listener);
}

function deliverWaiting(lane: Lane, listener: LaneListener): void {
  let [segment] = lane.waiting;
  while (segment !== undefined && lane.next !== null && distance(segment.sequence, lane.next) <= 0) {
    lane.waiting.shift();
    lane.waitingBytes -= sizeOf(segment.piece);
    const known = distance(lane.next, segment.sequence);
    if (known < segment.length)
      deliver(lane, segment.piece, segment.length, known, segment.acknowledged, listener);
    [segment] = lane.waiting;
  }
  finish(lane, listener);
}

/** The first `known` bytes of the segment were delivered before. */
function deliver(
  lane: Lane,
  piece: Piece,
  length: number,
  known: number,
  acknowledged: number | null,
  listener: LaneListener,
): void {
  const captured = sizeOf(piece);
  lane.next = ((lane.next ?? 0) + length - known) | 0;
  if (known < captured)
    listener.bytes(known === 0 ? piece : { ...piece, from: piece.from + known }, acknowledged);
  const missing = length - Math.max(known, captured);
  if (missing > 0) listener.gap(missing);
  if (lane.fin !== null) finish(lane, listener);
}

function finish(lane: Lane, listener: LaneListener): void {
  if (lane.ended || lane.fin === null || lane.next === null || distance(lane.fin, lane.next) > 0) return;
  lane.ended = true;
  lane.waiting = [];
  lane.waitingBytes = 0;
  listener.end(lane.finAcknowledged);
}

const sizeOf = ({ from, to }: Piece): number => to - from;
