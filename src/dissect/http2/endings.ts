/**
 * How streams end before their time: RST_STREAM, RFC 9113 §6.4, GOAWAY, FIN and the end of the connection; and
 * which of these means that a client refused a push.
 */
import type { PlainRuleId } from '../../model/rules/fault.ts';
import type { Direction, Position } from '../../model/trace.ts';
import type { Http2Messages } from './messages.ts';
import type { Pushes } from './push.ts';
import { isPush, type StreamTable } from './stream-table.ts';

export interface Endings {
  /** RST_STREAM on a stream that is not idle. */
  reset(direction: Direction, id: number, error: number, end: Position): void;
  /** GOAWAY of the client: pushes on streams after the last that it names are refused. */
  goaway(lastStream: number): void;
  /** FIN: what is unfinished in this direction is cut. */
  end(direction: Direction, position: Position): void;
  close(position: Position): void;
}

export function createEndings(messages: Http2Messages, table: StreamTable, push: Pushes): Endings {
  const ended: Record<Direction, boolean> = { c2s: false, s2c: false };

  const refuse = (id: number, rule: PlainRuleId): void => {
    push.refused(id, rule);
    const stream = table.get(id);
    if (stream !== undefined) table.drop(stream, true);
  };

  const end = (direction: Direction, position: Position): void => {
    if (ended[direction]) return;
    ended[direction] = true;
    if (direction === 's2c') {
      for (const id of push.unfinished()) {
        // The server stops in the middle of a push because the client has hung up.
        if (ended.c2s) refuse(id, 'http2.push-cut-by-client');
        else if (!push.reported(id)) refuse(id, 'http2.push-never-sent');
      }
    }
    for (const stream of table.all()) {
      if (stream[direction].state !== 'done') table.finish(stream, direction, position, 'cut');
    }
    if (direction === 's2c') for (const id of push.unfinished()) push.ended(id);
  };

  return {
    reset: (direction, id, error, position) => {
      if (isPush(id) && direction === 'c2s') refuse(id, 'http2.push-reset');
      const stream = table.get(id);
      if (stream === undefined) return;
      // RFC 9113 §8.1: a server that has responded in full may ask the client to stop sending.
      const hasResponded = direction === 's2c' && error === 0 && stream.s2c.state === 'done';
      table.tunnels.get(id)?.close(position);
      table.drop(stream, true);
      // A push that the server takes back before it was reported is nothing at all.
      if (isPush(id) && !push.reported(id)) {
        push.dropped(id);
        return;
      }
      const { c2s, s2c } = stream;
      if (c2s.message !== null) messages.finish(c2s.message, position, 'RST_STREAM', hasResponded);
      if (s2c.message !== null) messages.finish(s2c.message, position, 'RST_STREAM', false);
      push.ended(id);
    },
    goaway: (lastStream) => {
      for (const id of push.unfinished()) {
        if (id > lastStream) refuse(id, 'http2.push-refused');
      }
    },
    end,
    close: (position) => {
      if (!ended.s2c) {
        for (const id of push.unfinished()) refuse(id, 'http2.push-cut-by-end');
      }
      for (const tunnel of table.tunnels.values()) tunnel.close(position);
      table.tunnels.clear();
      end('c2s', position);
      end('s2c', position);
    },
  };
}
