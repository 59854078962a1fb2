/**
 * One direction of a TCP connection: segments in, bytes in their order out, RFC 9293 §3.4. Retransmissions and
 * overlaps are trimmed, what came early waits. What the other side acknowledged and the capture never saw is a gap.
 */
import type { Slice } from '../../model/slice.ts';
import { createEarly, type Early } from './early.ts';
import type { Heard, Payload } from './segment.ts';

export interface DirectionListener {
  /**
   * Both lent for the call. `heard`: of the other direction, by the sender of the segment that brought them; `cut`: how many
   * more it brought that were cut off.
   */
  bytes(slice: Slice, heard: Heard, cut: number): void;
  /** Bytes that the capture does not hold; null where nobody knows how many. */
  gap(length: number | null): void;
  /** FIN, after all the bytes before it. */
  end(acknowledged: number | null): void;
}

/** What is kept of one direction. */
export interface DirectionState {
  /** Sequence number of the next byte, once it is known. */
  next: number | null;
  /** Where it began to be known. */
  start: number | null;
  /** How far it has been passed on; what waits for the other direction has not. */
  emitted: number | null;
  /** SYN's, RFC 9293 §3.4.1; tells a repeated SYN from a new connection. */
  first: number | null;
  /** Null as long as nothing came early. */
  early: Early | null;
  /** Sequence number of FIN, and what came with it. */
  fin: number | null;
  finAcknowledged: number | null;
  ended: boolean;
  /** The highest that the other side has acknowledged. */
  acknowledged: number | null;
  /** Packets of the connection seen since a gap was suspected. */
  suspected: number;
}

export const createDirectionState = (): DirectionState => ({
  next: null,
  start: null,
  emitted: null,
  first: null,
  early: null,
  fin: null,
  finAcknowledged: null,
  ended: false,
  acknowledged: null,
  suspected: 0,
});

/** `a - b` on the circle of sequence numbers. */
export const distance = (a: number, b: number): number => (a - b) | 0;

/** Further ahead than any window lets a sender be, RFC 7323 §2.3 (1 GiB at most; real ones stay below 64 MiB). */
export const farthest = 64 * 1024 * 1024;
/** More than this waiting, in bytes or in segments, means that what is missing will not come. */
const longestWait = 4 * 1024 * 1024;
const mostWaiting = 131_072;
/** Packets may be captured in another order than they were sent: so many are waited for. */
const patience = 16;

/** The first byte that is known of has this number. */
export function beginAt(state: DirectionState, sequence: number): void {
  if (state.next !== null) return;
  state.next = sequence;
  state.start = sequence;
  state.emitted = sequence;
}

/** It is lent, and kept only as a copy. */
export function takePayload(state: DirectionState, payload: Payload, listener: DirectionListener): void {
  const { sequence, length } = payload;
  if (length === 0 || state.ended) return;
  beginAt(state, sequence);
  let ahead = distance(sequence, state.next ?? sequence);
  if (Math.abs(ahead) > farthest || isBeforeStart(state, sequence)) {
    jump(state, sequence, listener);
    ahead = 0;
  }
  if (ahead + length <= 0) return;
  if (ahead <= 0) {
    deliver(state, payload, -ahead, listener);
    if (state.early !== null) deliverEarly(state, state.early, listener);
    return;
  }
  state.early ??= createEarly();
  state.early.add(payload);
  if (state.early.bytes() > longestWait || state.early.count() > mostWaiting) passGap(state, listener);
}

export function takeFin(
  state: DirectionState,
  sequence: number,
  acknowledged: number | null,
  listener: DirectionListener,
): void {
  beginAt(state, sequence);
  if (state.next === null || distance(sequence, state.next) < 0) return;
  if (state.fin === null) state.finAcknowledged = acknowledged;
  state.fin ??= sequence;
  finish(state, listener);
}

/** The other side has everything before this number. */
export function takeAcknowledgement(
  state: DirectionState,
  sequence: number,
  listener: DirectionListener,
): void {
  beginAt(state, sequence);
  if (state.next !== null && !state.ended && distance(sequence, state.next) > farthest)
    jump(state, sequence, listener);
  if (state.acknowledged === null || distance(sequence, state.acknowledged) > 0)
    state.acknowledged = sequence;
}

/** Whether no sender could have come as far, or gone as far back, by now. */
export const isImplausible = ({ next }: DirectionState, sequence: number): boolean =>
  next !== null && Math.abs(distance(sequence, next)) > farthest;

/** Before the first byte of a connection whose SYN was seen there is only the number that probes use. */
const isBeforeStart = ({ first, start }: DirectionState, sequence: number): boolean =>
  first !== null && start !== null && distance(sequence, start) < -1;

/** So much is missing that numbers do not tell any longer how much; or they belong to something else. */
function jump(state: DirectionState, sequence: number, listener: DirectionListener): void {
  state.early = null;
  state.fin = null;
  state.acknowledged = null;
  state.next = sequence;
  state.start = sequence;
  listener.gap(null);
}

/** To be asked with every packet of the connection: waits no longer for what was not captured. */
export function lookForGap(state: DirectionState, listener: DirectionListener): void {
  if (!hasGap(state)) {
    state.suspected = 0;
    return;
  }
  state.suspected += 1;
  if (state.suspected <= patience) return;
  state.suspected = 0;
  passGap(state, listener);
}

/** Nothing more will come: what waits is delivered, with the gaps before it, and what was acknowledged and not seen is one. */
export function settle(state: DirectionState, listener: DirectionListener): void {
  while (state.early !== null) passGap(state, listener);
  if (hasGap(state)) passGap(state, listener);
  finish(state, listener);
}

/** Whether the other side has bytes that were never seen. FIN takes a number of its own. */
function hasGap({ next, acknowledged, fin, ended }: DirectionState): boolean {
  if (next === null || acknowledged === null || ended) return false;
  const beyond = fin !== null && distance(acknowledged, fin) > 0 ? fin : acknowledged;
  return distance(beyond, next) > 0;
}

function passGap(state: DirectionState, listener: DirectionListener): void {
  const { next, acknowledged, fin } = state;
  if (next === null) return;
  const ends = [state.early?.first()?.sequence, acknowledged, fin].filter(
    (end) => end !== undefined && end !== null,
  );
  const lengths = ends.map((end) => distance(end, next)).filter((length) => length > 0);
  if (lengths.length === 0) return;
  const length = Math.min(...lengths);
  state.next = (next + length) | 0;
  listener.gap(length);
  if (state.early === null) finish(state, listener);
  else deliverEarly(state, state.early, listener);
}

function deliverEarly(state: DirectionState, early: Early, listener: DirectionListener): void {
  for (;;) {
    const payload = early.first();
    if (payload === undefined) state.early = null;
    if (payload === undefined || state.next === null || state.ended) break;
    const known = distance(state.next, payload.sequence);
    if (known < 0) break;
    early.removeFirst();
    if (known < payload.length) deliver(state, payload, known, listener);
  }
  finish(state, listener);
}

/** The first `known` bytes of it were delivered before. */
function deliver(state: DirectionState, payload: Payload, known: number, listener: DirectionListener): void {
  const { slice, length } = payload;
  const captured = sizeOf(slice);
  state.next = ((state.next ?? 0) + length - known) | 0;
  if (known >= captured) listener.gap(length - known);
  else
    listener.bytes(known === 0 ? slice : { ...slice, from: slice.from + known }, payload, length - captured);
  if (state.fin !== null) finish(state, listener);
}

function finish(state: DirectionState, listener: DirectionListener): void {
  if (state.ended || state.fin === null || state.next === null || distance(state.fin, state.next) > 0) return;
  state.ended = true;
  state.early = null;
  listener.end(state.finAcknowledged);
}

const sizeOf = ({ from, to }: Slice): number => to - from;
