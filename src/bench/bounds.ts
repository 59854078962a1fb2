/**
 * What comes of an end that is not ours is bounded, and a server that sends without end does not keep a question waiting:
 * only messages that begin, go on or end are progress, and frames, chunks or lines beside them are counted.
 */
import { dissectTrace } from '../dissect/dissect.ts';
import { errorFor, reason } from '../model/reason.ts';
import { gradeOf } from '../model/rules/fault.ts';
import { addTo, senderOf, type TraceEvent } from '../model/trace.ts';

export interface Bounds {
  /** Told of each event as it comes. True once more has come than is kept. */
  isExceeded(event: TraceEvent): boolean;
  /** Grows as messages begin, go on and end. */
  progress(): number;
  /** Says which bound it was. */
  failure(): Error | null;
}

/** `mostBytes`: that the end which is not ours may send in one question, whose trace is kept whole. */
export function createBounds(mostBytes: number): Bounds {
  const [bytes, content] = [
    { c2s: 0, s2c: 0 },
    { c2s: 0, s2c: 0 },
  ];
  let [requests, progress] = [0, 0];
  const items = { c2s: 0, s2c: 0 };
  /** By the dissector's number, and by the trace's. */
  const connections: Connection[] = [];
  const byNumber = new Map<number, Connection>();
  let failure: Error | null = null;
  const dissecting = dissectTrace({
    protocol(connection, protocol) {
      const known = connections[connection - 1];
      if (known) known.protocol = protocol;
    },
    begun({ kind, connection, direction }) {
      progress += 1;
      items[direction] += 1;
      // What a proxy asks of its origin, it may ask without end.
      if (kind === 'request' && connections[connection - 1]?.isBehind === false) requests += 1;
    },
    content({ direction }, some) {
      progress += some.length;
      addTo(content, direction, some.length);
    },
    ended() {
      progress += 1;
    },
    withdrawn() {},
    control({ direction }) {
      items[direction] += 1;
    },
    fault({ connection, direction, reason }) {
      items[direction] += 1;
      const known = connections[connection - 1];
      // What follows may be content all the same.
      if (known?.protocol.startsWith('HTTP/1') && gradeOf(reason) === 'violation') known.isUnread = true;
    },
  });
  return {
    isExceeded(event) {
      if (failure !== null || event.type === 'mark') return failure !== null;
      // What only shows that a server is alive can be flooded as well.
      if (event.type === 'open') {
        const known: Connection = { isBehind: event.side === 'back', protocol: '', isUnread: false };
        connections.push(known);
        byNumber.set(event.connection, known);
        dissecting.push({ ...event, control: false });
        return false;
      }
      dissecting.push(event);
      if (event.type !== 'bytes') return false;
      const { direction } = event;
      const known = byNumber.get(event.connection);
      if (direction !== (known?.isBehind ? 'c2s' : 's2c')) return false;
      addTo(bytes, direction, event.bytes.length);
      if (known?.isUnread) addTo(content, direction, event.bytes.length);
      const beside = bytes[direction] - content[direction];
      const by = senderOf(direction);
      if (bytes[direction] > mostBytes)
        failure = errorFor(reason(`error.long-of-${by}`, { n: mostBytes / megabyte }));
      else if (beside > besideAll + requests * besideOne)
        failure = errorFor(reason(`error.beside-of-${by}`, { n: Math.floor(beside / megabyte) }));
      else if (items[direction] > itemsAll + requests * itemsOne)
        failure = errorFor(reason(`error.many-of-${by}`, { n: itemsAll }));
      return failure !== null;
    },
    progress: () => progress,
    failure: () => failure,
  };
}

interface Connection {
  /** Of a proxy to its origin. */
  isBehind: boolean;
  protocol: string;
  isUnread: boolean;
}

const megabyte = 1024 * 1024;

/** Bytes beside the content of messages: altogether, and for each request of ours; heads are among them. */
const besideAll = megabyte;
const besideOne = 64 * 1024;

/** Messages, frames and faults, likewise. */
const itemsAll = 50_000;
const itemsOne = 1000;
