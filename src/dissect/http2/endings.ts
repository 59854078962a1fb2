/**
 * How streams end before their time: RST_STREAM, RFC 9113 §6.4, GOAWAY, FIN, the end of the connection, and bytes of
 * which nothing more can be read; and which of these mean that a client refused a push.
 */
import { type Direction, type Position, senderOf } from '../../model/trace.ts';
import type { Frame } from './frames.ts';
import type { Http2Messages } from './messages.ts';
import type { Pushes } from './push.ts';
import { isPush, type StreamTable } from './stream-table.ts';

export interface Endings {
  /** RST_STREAM on a stream that is not idle. */
  reset(direction: Direction, frame: Frame, error: number, end: Position): void;
  /** GOAWAY of the client: pushes on streams after the last that it names are refused. */
  goaway(frame: Frame, lastStream: number): void;
  /** FIN: what is unfinished in this direction is cut. */
  end(direction: Direction, position: Position): void;
  /** Nothing more can be read in this direction: what is unfinished is cut, and grows no more. */
  lost(direction: Direction, position: Position): void;
  close(position: Position): void;
}

export function createEndings(messages: Http2Messages, table: StreamTable, push: Pushes): Endings {
  const ended: Record<Direction, boolean> = { c2s: false, s2c: false };

  /** What was promised and not kept is no message. */
  const withdraw = (id: number): boolean => {
    const wasThere = push.withdrawn(id);
    const stream = table.get(id);
    if (stream !== undefined) {
      table.drop(stream);
      table.forgo(id);
    }
    return wasThere;
  };

  const refuse = (id: number, frame: Frame): void => {
    if (withdraw(id)) messages.control('c2s', frame, 'push refused', { stream: id });
  };

  const cut = (direction: Direction, position: Position): void => {
    for (const stream of table.all()) {
      if (stream[direction].state !== 'done') table.finish(stream, direction, position, 'cut');
    }
  };

  const end = (direction: Direction, position: Position): void => {
    if (ended[direction]) return;
    ended[direction] = true;
    if (direction === 's2c') {
      // Of one that was only promised nothing has come; and the server stops in the middle where the client has hung up.
      for (const id of push.unfinished()) if (ended.c2s || !push.reported(id)) withdraw(id);
    }
    cut(direction, position);
    if (direction === 's2c') for (const id of push.unfinished()) push.ended(id);
  };

  return {
    reset: (direction, frame, error, position) => {
      const id = frame.stream;
      if (isPush(id) && direction === 'c2s') refuse(id, frame);
      table.reset(direction, id);
      const stream = table.get(id);
      if (stream === undefined) return;
      // RFC 9113 §8.1: a server that has responded in full may ask the client to stop sending.
      const hasResponded = direction === 's2c' && error === 0 && stream.s2c.state === 'done';
      table.tunnels.get(id)?.close(position);
      table.drop(stream);
      // A push that the server takes back before it was reported is nothing at all.
      if (isPush(id) && !push.reported(id)) {
        push.dropped(id);
        return;
      }
      const { c2s, s2c } = stream;
      for (const { message } of [c2s, s2c]) if (message !== null) message.resetBy = senderOf(direction);
      if (c2s.message !== null) messages.finish(c2s.message, position, 'RST_STREAM', hasResponded);
      if (s2c.message !== null) messages.finish(s2c.message, position, 'RST_STREAM', false);
      push.ended(id);
    },
    goaway: (frame, lastStream) => {
      for (const id of push.unfinished()) {
        if (id > lastStream) refuse(id, frame);
      }
    },
    end,
    lost: (direction, position) => {
      for (const tunnel of table.tunnels.values()) tunnel.close(position);
      table.tunnels.clear();
      if (direction === 's2c') {
        for (const id of push.unfinished()) if (!push.reported(id)) withdraw(id);
      }
      cut(direction, position);
      if (direction === 's2c') for (const id of push.unfinished()) push.ended(id);
    },
    close: (position) => {
      if (!ended.s2c) for (const id of push.unfinished()) withdraw(id);
      for (const tunnel of table.tunnels.values()) tunnel.close(position);
      table.tunnels.clear();
      end('c2s', position);
      end('s2c', position);
    },
  };
}
