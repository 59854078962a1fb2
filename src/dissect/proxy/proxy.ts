/**
 * A connection that may begin with a header of the PROXY protocol, sent by a proxy in front of the client's own bytes.
 * The header is control; behind it the connection is read as if it began there, but for the offsets.
 */
import { ruleBroken } from '../../model/rules/fault.ts';
import { bytesOf, copyOf, type Slice } from '../../model/slice.ts';
import type { Direction, Position } from '../../model/trace.ts';
import type { ConnectionDissector, Dissect } from '../dissector.ts';
import { opaque } from '../opaque/opaque.ts';
import { type ProxyHeader, readProxyHeader } from './header.ts';

/** A header is shorter. A server that says as much before the header is whole has not waited for it. */
const longestWait = 65_536 + 16;

export const behindProxyHeader =
  (dissect: Dissect): Dissect =>
  (connection, listener, counts) => {
    const inner = dissect(connection, listener, counts);
    let reader: ConnectionDissector | null = null;
    const waiting: Waiting[] = [];
    /** The client's first bytes. */
    let start: Buffer = nothing;
    let waited = 0;
    /** Offset of the first byte that is the client's own, until it has come. */
    let behind: number | null = null;

    /** What waited is handed on, without the first bytes of the client. */
    function decide(to: ConnectionDissector, header: number): void {
      reader = to;
      start = nothing;
      behind = header > 0 ? header : null;
      let left = header;
      for (const { direction, slice, position } of waiting.splice(0)) {
        if (slice === null) {
          to.end(direction, position);
          continue;
        }
        const skipped = direction === 'c2s' ? Math.min(left, slice.to - slice.from) : 0;
        left -= skipped;
        if (skipped < slice.to - slice.from)
          handOn(to, direction, { ...slice, from: slice.from + skipped }, position);
      }
    }

    function handOn(to: ConnectionDissector, direction: Direction, slice: Slice, position: Position): void {
      if (behind === null || direction === 's2c') {
        to.bytes(direction, slice, position);
        return;
      }
      const offset = behind;
      behind = null;
      to.bytes(direction, slice, position, offset);
    }

    function tell({ length, detail }: ProxyHeader): void {
      const [first] = waiting.filter(({ direction }) => direction === 'c2s');
      if (first === undefined) return;
      const place = { connection, direction: 'c2s', from: 0, to: length } as const;
      listener.control({ ...first.position, ...place, what: 'PROXY', detail });
    }

    function look(): void {
      const found = readProxyHeader(start);
      if (found === 'cut') {
        if (waited > longestWait) decide(inner, 0);
      } else if (found === 'none') decide(inner, 0);
      else if (found === 'broken') giveUp();
      else {
        tell(found);
        decide(inner, found.length);
      }
    }

    /** Nobody knows where the client's own bytes begin. */
    function giveUp(): void {
      const [first] = waiting.filter(({ direction }) => direction === 'c2s');
      if (first !== undefined) {
        const place = { connection, side: 'client', direction: 'c2s', offset: 0 } as const;
        listener.fault({ ...first.position, ...place, reason: ruleBroken('proxy.header') });
      }
      decide(opaque(connection, listener), 0);
    }

    /** No more of a header will come. */
    const passOn = (): ConnectionDissector => {
      if (reader === null) decide(inner, 0);
      return reader ?? inner;
    };

    return {
      bytes(direction, slice, position) {
        if (slice.from === slice.to) return;
        if (reader !== null) {
          handOn(reader, direction, slice, position);
          return;
        }
        const event: Waiting = { direction, slice, position };
        waiting.push(event);
        waited += slice.to - slice.from;
        if (direction === 'c2s')
          start = start.length === 0 ? bytesOf(slice) : Buffer.concat([start, bytesOf(slice)]);
        // A server that speaks before the client waits for no header.
        if (start.length === 0) passOn();
        else look();
        if (reader !== null) return;
        event.slice = copyOf(slice);
        if (direction === 'c2s' && start.length === slice.to - slice.from) start = bytesOf(event.slice);
      },
      end(direction, position) {
        if (reader === null && waiting.length > 0) {
          waiting.push({ direction, slice: null, position });
          if (direction === 'c2s') passOn();
        } else passOn().end(direction, position);
      },
      close: (position) => passOn().close(position),
      gap(direction, length, position) {
        const to = passOn();
        if (to.gap !== undefined) to.gap(direction, length, position);
      },
      pending(direction) {
        if (reader !== null) return reader.pending(direction);
        const first = waiting.find(
          (event) => (direction ?? event.direction) === event.direction && event.slice,
        );
        return first?.position.seq ?? Number.POSITIVE_INFINITY;
      },
      finish: (position) => passOn().finish?.(position),
    };
  };

const nothing = Buffer.alloc(0);

interface Waiting {
  direction: Direction;
  /** Null for FIN. */
  slice: Slice | null;
  position: Position;
}
