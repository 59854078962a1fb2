/**
 * One direction of a TCP connection: segments in, bytes in their order out, RFC 9293 §3.4. Retransmissions and
 * overlaps are trimmed, what came early waits. What the other side acknowledged and the capture never saw is a gap.
 */
import { copyOf, type Piece } from '../model/piece.ts';

export interface LaneListener {
  /** Lent for the call. */
  bytes(piece: Piece): void;
  /** Bytes that the capture does not hold; null where nobody knows how many. */
  gap(length: number | null): void;
  /** FIN, after all the bytes before it. */
  end(): void;
}

export interface Lane {
  /** Sequence number of the next byte, once it is known. */
  next: number | null;
  /** SYN's, RFC 9293 §3.4.1; tells a repeated SYN from a new connection. */
  first: number | null;
  /** What came early, by sequence number. */
  waiting: Segment[];
  waitingBytes: number;
  /** Sequence number of FIN. */
  fin: number | null;
  ended: boolean;
  /** The highest that the other side has acknowledged. */
  acknowledged: number | null;
  /** Packets of the connection seen since a gap was suspected. */
  suspected: number;
  /** Whether the sender's own checksums reach the wire: null until its first packet tells. */
  sums: boolean | null;
}

interface Segment {
  sequence: number;
  /** The part that was captured, of `length`. */
  piece: Piece;
  length: number;
}

export const newLane = (): Lane => ({
  next: null,
  first: null,
  waiting: [],
  waitingBytes: 0,
  fin: null,
  ended: false,
  acknowledged: null,
  suspected: 0,
  sums: null,
});

/** `a - b` on the circle of sequence numbers. */
export const distance = (a: number, b: number): number => (a - b) | 0;

/** Further ahead than any window lets a sender be, RFC 7323 §2.3 (1 GiB at most; real ones stay below 64 MiB). */
const farthest = 64 * 1024 * 1024;
/** More than this waiting means that what is missing will not come. */
const longestWait = 4 * 1024 * 1024;
/** Packets may be captured in another order than they were sent: so many are waited for. */
const patience = 16;

/** `piece` is the captured part of a segment that is `length` long. It is kept only as a copy. */
export function takeSegment(
  lane: Lane,
  sequence: number,
  piece: Piece,
  length: number,
  listener: LaneListener,
): void {
  if (length === 0 || lane.ended) return;
  lane.next ??= sequence;
  const ahead = distance(sequence, lane.next);
  if (ahead + length <= 0) return;
  if (ahead > farthest) return;
  if (ahead <= 0) {
    deliver(lane, piece, length, -ahead, listener);
    if (lane.waiting.length > 0) deliverWaiting(lane, listener);
    return;
  }
  const place = lane.waiting.findIndex((other) => distance(other.sequence, sequence) > 0);
  const segment = { sequence, piece: copyOf(piece), length };
  lane.waiting.splice(place < 0 ? lane.waiting.length : place, 0, segment);
  lane.waitingBytes += sizeOf(piece);
  if (lane.waitingBytes > longestWait) passGap(lane, listener);
}

export function takeFin(lane: Lane, sequence: number, listener: LaneListener): void {
  lane.next ??= sequence;
  if (distance(sequence, lane.next) < 0) return;
  lane.fin ??= sequence;
  finish(lane, listener);
}

/** The other side has everything before this number. */
export function takeAcknowledgement(lane: Lane, sequence: number): void {
  if (lane.next === null) lane.next = sequence;
  if (distance(sequence, lane.next) > farthest) return;
  if (lane.acknowledged === null || distance(sequence, lane.acknowledged) > 0) lane.acknowledged = sequence;
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

/** Whether bytes are missing that may still be captured. */
export const isUnsure = (lane: Lane): boolean => lane.waiting.length > 0 || hasGap(lane);

/** Whether the other side has told, by now, that it has all that was delivered. */
export const isAcknowledged = ({ next, acknowledged }: Lane): boolean =>
  next !== null && acknowledged !== null && distance(acknowledged, next) >= 0;

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
    if (known < segment.length) deliver(lane, segment.piece, segment.length, known, listener);
    [segment] = lane.waiting;
  }
  finish(lane, listener);
}

/** The first `known` bytes of the segment were delivered before. */
function deliver(lane: Lane, piece: Piece, length: number, known: number, listener: LaneListener): void {
  const captured = sizeOf(piece);
  lane.next = ((lane.next ?? 0) + length - known) | 0;
  if (known < captured) listener.bytes(known === 0 ? piece : { ...piece, from: piece.from + known });
  const missing = length - Math.max(known, captured);
  if (missing > 0) listener.gap(missing);
  if (lane.fin !== null) finish(lane, listener);
}

function finish(lane: Lane, listener: LaneListener): void {
  if (lane.ended || lane.fin === null || lane.next === null || distance(lane.fin, lane.next) > 0) return;
  lane.ended = true;
  lane.waiting = [];
  lane.waitingBytes = 0;
  listener.end();
}

const sizeOf = ({ from, to }: Piece): number => to - from;
