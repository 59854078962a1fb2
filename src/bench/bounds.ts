/**
 * What comes of an end that is not ours is bounded, and a server that sends without end does not keep a question waiting:
 * only messages that begin, go on or end are progress, and frames, chunks or lines beside them are counted.
 */
import { dissectTrace } from '../dissect/dissect.ts';
import { errorFor, reason } from '../model/reason.ts';
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
  let [opened, requests, progress] = [0, 0, 0];
  /** Connections of a proxy to its origin, as the trace and as the dissector number them. */
  const behind = { numbers: new Set<number>(), ordinals: new Set<number>() };
  let failure: Error | null = null;
  const dissecting = dissectTrace({
    protocol() {},
    begun({ kind, connection }) {
      progress += 1;
      // What a proxy asks of its origin, it may ask without end.
      if (kind === 'request' && !behind.ordinals.has(connection)) requests += 1;
    },
    content({ direction }, some) {
      progress += some.length;
      addTo(content, direction, some.length);
    },
    ended() {
      progress += 1;
    },
    withdrawn() {},
    control() {},
    fault() {},
  });
  return {
    isExceeded(event) {
      if (failure !== null || event.type === 'mark') return failure !== null;
      // What only shows that a server is alive can be flooded as well.
      if (event.type === 'open') {
        opened += 1;
        if (event.side === 'back') {
          behind.numbers.add(event.connection);
          behind.ordinals.add(opened);
        }
        dissecting.push({ ...event, control: false });
        return false;
      }
      dissecting.push(event);
      if (event.type !== 'bytes') return false;
      const { direction, connection } = event;
      if (direction !== (behind.numbers.has(connection) ? 'c2s' : 's2c')) return false;
      addTo(bytes, direction, event.bytes.length);
      const beside = bytes[direction] - content[direction];
      const by = senderOf(direction);
      if (bytes[direction] > mostBytes)
        failure = errorFor(reason(`error.long-of-${by}`, { n: mostBytes / megabyte }));
      else if (beside > besideAll + requests * besideOne)
        failure = errorFor(reason(`error.beside-of-${by}`, { n: Math.floor(beside / megabyte) }));
      return failure !== null;
    },
    progress: () => progress,
    failure: () => failure,
  };
}

const megabyte = 1024 * 1024;

/** Bytes beside the content of messages: altogether, and for each request of ours; heads are among them. */
const besideAll = megabyte;
const besideOne = 64 * 1024;
