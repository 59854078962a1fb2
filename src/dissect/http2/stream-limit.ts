/** How many streams a side may have open at once, RFC 9113 §5.1.2. */
import { type Direction, opposite } from '../../model/trace.ts';
import type { Place } from './frames.ts';
import type { Http2Messages } from './messages.ts';
import { type SettingsState, setting } from './settings.ts';
import type { Stream, StreamTable } from './stream-table.ts';

/** This side has sent the first HEADERS on a stream that it began. */
export type CountStream = (direction: Direction, stream: Stream, place: Place) => void;

/** What is open here is open for the side that opens one more, too: it cannot have seen the end of it before. */
export function createStreamLimit(
  messages: Http2Messages,
  table: StreamTable,
  settings: (direction: Direction) => SettingsState,
): CountStream {
  /** It has more open than the other side allows, which is told once. */
  const isBeyond: Record<Direction, boolean> = { c2s: false, s2c: false };
  return (direction, stream, place) => {
    const wasBeyond = isBeyond[direction];
    const most = settings(opposite(direction)).most(setting.MAX_CONCURRENT_STREAMS);
    isBeyond[direction] = table.opened(stream) > most;
    if (isBeyond[direction] && !wasBeyond) messages.fault(direction, place, 'http2.many-streams');
  };
}
