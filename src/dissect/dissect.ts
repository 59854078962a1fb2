/**
 * A trace in, messages out. It keeps one dissector for each open connection and nothing of those that are closed.
 * The bench's control connections are left out; the others are numbered anew, in order of opening, from 1.
 */
import type { MessageListener } from '../model/message.ts';
import type { Framing } from '../model/result.ts';
import { sliceOf, type ToldEvent } from '../model/slice.ts';
import type { Direction, Position } from '../model/trace.ts';
import { connectionDissector } from './connection.ts';
import type { ConnectionDissector } from './dissector.ts';

/**
 * `witness` is shown each event that counts, under the new number of its connection, before it is dissected. `framing`:
 * how a lab says that its streams are cut into messages.
 */
export function dissectTrace(
  listener: MessageListener,
  witness?: (event: ToldEvent) => void,
  framing?: Framing,
): TraceDissector {
  /** By the number that the trace gives. */
  const open = new Map<number, OpenConnection>();
  const byOrdinal = new Map<number, OpenConnection>();
  let connections = 0;
  /** Of the latest event, of which more is asked than of all others. */
  let latest: OpenConnection | undefined;

  function push(event: ToldEvent): void {
    if (event.type === 'open') {
      if (event.control) return;
      connections += 1;
      const renumbered = event.connection === connections ? event : { ...event, connection: connections };
      const dissector = connectionDissector(renumbered, listener, framing);
      const connection = { ordinal: connections, dissector };
      open.set(event.connection, connection);
      byOrdinal.set(connection.ordinal, connection);
      witness?.(renumbered);
      return;
    }
    const connection = open.get(event.connection);
    latest = connection;
    if (connection === undefined) return;
    const { ordinal, dissector } = connection;
    // Copying each event would cost more than the rest of this function.
    witness?.(event.connection === ordinal ? event : { ...event, connection: ordinal });
    const position = { seq: event.seq, at: event.at };
    switch (event.type) {
      case 'bytes':
        dissector?.bytes(event.direction, sliceOf(event.bytes), position);
        break;
      case 'lent':
        dissector?.bytes(event.direction, event.slice, position);
        break;
      case 'end':
        dissector?.end(event.direction, position);
        break;
      case 'reset':
      case 'close':
        dissector?.close(position);
        connection.dissector = null;
        byOrdinal.delete(ordinal);
        if (event.type === 'close') open.delete(event.connection);
        break;
      case 'gap':
        dissector?.gap?.(event.direction, event.length, position);
        break;
      case 'error':
        break;
    }
  }

  return {
    push,
    number: () => ++connections,
    finish(position) {
      for (const { dissector } of open.values()) dissector?.finish?.(position);
    },
    pending(ordinal, direction) {
      const { dissector = null } = (latest?.ordinal === ordinal ? latest : byOrdinal.get(ordinal)) ?? {};
      if (!dissector) return Number.POSITIVE_INFINITY;
      return dissector.pending(direction);
    },
  };
}

export interface TraceDissector {
  push(event: ToldEvent): void;
  /** Takes the next number for a connection of which nothing is read here. */
  number(): number;
  /** Nothing more is read. Messages that have not ended stay without an end. */
  finish(position: Position): void;
  /** `seq` of the first byte of this connection (by its new number) that belongs to nothing reported so far, or Infinity. */
  pending(connection: number, direction?: Direction): number;
}

interface OpenConnection {
  ordinal: number;
  /** Null after RST: nothing more is read, though the connection is not yet closed. */
  dissector: ConnectionDissector | null;
}
