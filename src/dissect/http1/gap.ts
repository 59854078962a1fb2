/**
 * HTTP/1.x across a gap in the record. Within content whose length is known a gap hides nothing (RFC 9112 §6);
 * anywhere else nobody knows what is open, and reading goes on at the next segment that begins with a request line.
 */
import type { Slice } from '../../model/slice.ts';
import type { Direction, Position } from '../../model/trace.ts';
import { reportLost } from '../lost.ts';
import type { Http1Connection } from './connection.ts';
import { readRequestLine } from './head.ts';
import { endMessage } from './messages.ts';
import { longestSection } from './section.ts';
import { type DirectionState, enter } from './state.ts';

/** Whether content of a known length, or up to FIN, goes on for all of the gap. */
export function isWithinContent({ content }: DirectionState, length: number | null): length is number {
  if (content === null || length === null) return false;
  if (content.by === 'FIN') return true;
  return content.remaining >= length && (content.by !== 'chunked' || content.step === 'chunk');
}

/** Content that nobody looks at, in place of what is missing. */
export function* missingContent(length: number): Generator<Buffer> {
  for (let left = length; left > 0; left -= zeros.length)
    yield zeros.subarray(0, Math.min(left, zeros.length));
}

const zeros = Buffer.alloc(65_536);

/** What has begun is cut, and what was requested is forgotten, in both directions. */
export function loseTrack(
  connection: Http1Connection,
  name: Direction,
  length: number | null,
  position: Position,
): void {
  for (const direction of [connection.c2s, connection.s2c]) {
    if (direction.state === 'over' || direction.state === 'upgraded') continue;
    endMessage(connection, direction, 'cut', position, 'lost');
  }
  connection.outstanding.length = 0;
  connection.responded = connection.counts.exchanges;
  connection.isOverfull = false;
  connection.latest = null;
  reportLost(connection.ordinal, connection.listener, name, length, position);
}

/** Takes up reading again where the client's bytes begin with a request, or with so much of its line as is here. */
export function resume(
  { c2s, s2c }: Http1Connection,
  direction: DirectionState,
  { data, to }: Slice,
  from: number,
): boolean {
  const line = data.toString('latin1', from, Math.min(to, from + longestLine));
  if (direction !== c2s || (readRequestLine(line) === null && !begunRequestLine.test(line))) return false;
  for (const each of [c2s, s2c]) if (each.state === 'lost') enter(each, 'between messages');
  return true;
}

/** As long as a head may be. */
const longestLine = longestSection;
/** A segment may end anywhere in it. If it was none, that shows where it ends. */
const begunRequestLine =
  /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+ (?:\/|https?:)[\x21-\x7e\x80-\xff]*(?: [HTP/0-9.]{0,8}\r?)?$/;
