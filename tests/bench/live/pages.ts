/** Events of a live page, and what it shows of them to who followed them and to who comes now. */
import type { BookLimits, LiveBook } from '../../../src/bench/live/book.ts';
import type { Message } from '../../../src/model/message.ts';
import type { Direction, OpenEvent } from '../../../src/model/trace.ts';
import { fold, nothingYet } from '../../../src/report/page/live/fold.ts';

export const wide: BookLimits = { connections: 1000, items: 20_000, each: 1000 };

export const open = (connection: number, seq = connection): OpenEvent => ({
  type: 'open',
  seq,
  at: seq,
  connection,
  transport: 'tcp',
  front: { client: { host: '127.0.0.1', port: 5000 + connection }, tap: { host: '127.0.0.1', port: 80 } },
  back: { tap: null, server: { host: '127.0.0.1', port: 8080 } },
  control: false,
});

export const message = (connection: number, direction: Direction, ordinal: number, path = '/'): Message => ({
  connection,
  direction,
  kind: direction === 'c2s' ? 'request' : 'push',
  ordinal,
  exchange: null,
  begin: { seq: ordinal, at: ordinal },
  end: null,
  from: 0,
  to: 1,
  bytes: 1,
  content: 0,
  ending: null,
  whole: false,
  http: { version: '1.1', method: 'GET', path },
});

/** The dissector completes the same object. */
export function end(one: Message, seq: number): Message {
  return Object.assign(one, { end: { seq, at: seq }, ending: 'headers', whole: true });
}

export const all = Number.POSITIVE_INFINITY;

/** What a page shows that was there from the beginning, and one that comes now. */
export function both(book: LiveBook, state = nothingYet()) {
  for (const event of book.changes(all)) fold(state, event);
  return { followed: [...state.connections.values()], present: book.present(), state };
}
