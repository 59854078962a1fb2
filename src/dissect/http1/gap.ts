/**
 * HTTP/1.x across a gap in the record. Within content whose length is known a gap hides nothing (RFC 9112 §6);
 * anywhere else nobody knows what is open, and reading goes on at the next segment that begins with a request line.
 */
import type { Piece } from '../../model/piece.ts';
import type { Direction, Position } from '../../model/trace.ts';
import { tellLost } from '../lost.ts';
import { readRequestLine } from './head.ts';
import { finish, type Http1, type Lane } from './lane.ts';

/** Whether content of a known length, or up to FIN, goes on for all of the gap. */
export function isWithinContent({ state, body }: Lane, length: number | null): length is number {
  if (state !== 'content' || body === null || length === null) return false;
  if (body.step === 'until FIN') return true;
  return (body.step === 'content' || body.step === 'chunk') && body.remaining >= length;
}

/** Content that nobody looks at, in place of what is missing. */
export function* missingContent(length: number): Generator<Buffer> {
  for (let left = length; left > 0; left -= zeros.length)
    yield zeros.subarray(0, Math.min(left, zeros.length));
}

const zeros = Buffer.alloc(65_536);

/** What has begun is cut, and what was asked is forgotten, in both directions. */
export function loseTrack(
  state: Http1,
  direction: Direction,
  length: number | null,
  position: Position,
): void {
  for (const lane of [state.c2s, state.s2c]) {
    if (lane.state === 'finished' || lane.state === 'taken over') continue;
    finish(state, lane, 'cut', position);
    lane.state = 'lost';
  }
  state.outstanding.length = 0;
  state.answered = state.counts.exchanges;
  state.overfull = false;
  state.latest = null;
  tellLost(state.connection, state.listener, direction, length, position);
}

/** Takes up reading again where the client's bytes begin with a request. */
export function resume(state: Http1, lane: Lane, { data, to }: Piece, from: number): boolean {
  const line = data.toString('latin1', from, Math.min(to, from + longestLine));
  if (lane !== state.c2s || readRequestLine(line) === null) return false;
  for (const each of [state.c2s, state.s2c]) if (each.state === 'lost') each.state = 'between';
  return true;
}

const longestLine = 8192;
