/** Finds a head in the bytes of one direction, and gives up where none can be found. RFC 9112 §2.1, §2.2, §3, §4. */
import type { Slice } from '../../model/slice.ts';
import type { Position } from '../../model/trace.ts';
import type { Http1Connection } from './connection.ts';
import { readRequestLine, readStatusLine } from './head.ts';
import { remember, standsAt } from './known.ts';
import { giveUp, grow, startLineFault } from './messages.ts';
import { createSection, readSection, wholeLines } from './section.ts';
import type { DirectionState } from './state.ts';

/** Reads on from this index; gives the index after what it took. The direction's `head` is set once it is whole. */
export function readHead(
  connection: Http1Connection,
  direction: DirectionState,
  { data, view, to }: Slice,
  from: number,
  position: Position,
): number {
  if (direction.section === null) {
    const { known } = direction;
    if (known !== null && standsAt(known, view, from, to)) {
      direction.head = known.text;
      return from + known.length;
    }
    direction.section = createSection();
  }
  const { section } = direction;
  const startLineWasRead = section.hasLine;
  const at = readSection(section, data, from, to);
  if (section.text !== null) {
    remember(direction, section, view, from, at);
    direction.head = section.text;
    return at;
  }
  grow(direction, direction.offset + at, 0);
  const isRequest = direction.name === 'c2s';
  const readStartLine = isRequest ? readRequestLine : readStatusLine;
  if (section.hasLine && !startLineWasRead && readStartLine(wholeLines(section)) === null) {
    giveUp(connection, direction, startLineFault(direction), direction.from, position);
  } else if (section.overlong) {
    giveUp(connection, direction, startLineFault(direction, 'http1.long-head'), direction.from, position);
  }
  return at;
}
