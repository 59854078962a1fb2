/** Writes down, while a capture is read, what of it can be merged with others. */
import type { Step } from '../../../assess/observe.ts';
import { type CaptureSummary, readCapture, type SeenTcp } from '../../../capture/capture.ts';
import type { Packet } from '../../../capture/packets/packet.ts';
import type { Part, Uncarried } from '../../../model/parts/part.ts';
import type { Source } from '../unpacked.ts';
import { writePackets } from './packets.ts';
import { isSettledPair, notePairs, type Pair } from './pairs.ts';
import { writeSteps } from './steps.ts';

export interface PartWriter {
  /** See `CaptureOptions.seen`. */
  seen(packet: Packet, tcp: SeenTcp | null): void;
  /** A connection was opened; null: it is not TCP. */
  opened(connection: number, ends: Pick<SeenTcp, 'source' | 'destination'> | null): void;
  closed(connection: number): void;
  journal(server: { target: string; on: string | null }): { add(step: Step): void };
  /** `source`: the same bytes once more. */
  end(summary: CaptureSummary, ports: readonly number[], source: Source): Promise<Carried>;
}

export type Carried = Pick<
  Part,
  | 'packets'
  | 'ports'
  | 'isDamaged'
  | 'unread'
  | 'wrongHeaders'
  | 'interfaces'
  | 'servers'
  | 'steps'
  | 'edges'
  | 'uncarried'
>;

/** Bytes of packets that a part carries at most, packed. */
export const carriedAtMost = 64 * 1024 * 1024;

/** `atMost`: see `carriedAtMost`. */
export function writePart(atMost = carriedAtMost): PartWriter {
  const pairs = notePairs();
  const steps = writeSteps();
  const servers: Carried['servers'] = [];
  const pairOf = new Map<number, Pair | null>();

  return {
    seen(_, tcp) {
      if (tcp !== null) pairs.note(tcp);
    },
    opened(connection, ends) {
      const pair = ends && pairs.of(ends);
      pairOf.set(connection, pair);
      if (pair === null) return;
      pair.opened += 1;
      pair.isAsking = false;
    },
    closed(connection) {
      const pair = pairOf.get(connection);
      if (pair) pair.over += 1;
    },
    journal(server) {
      const nth = servers.push(server) - 1;
      return { add: (step) => steps.add(nth, step) };
    },
    async end(summary, ports, source) {
      const isDoubtful =
        summary.wrongHeaders > 0 || summary.unread.some(({ kind }) => kind.includes('checksum'));
      const edges = writePackets(atMost);
      if (!isDoubtful) await carryEdges(edges, source, pairs.isSettled);
      const packed = edges.end();
      const uncarried: Uncarried | null = isDoubtful ? 'checksums' : edges.isFull() ? 'size' : null;
      const isKept = (connection: number): boolean => {
        const pair = pairOf.get(connection);
        return uncarried !== null || (pair != null && isSettledPair(pair));
      };
      return {
        ...{ packets: summary.packets, ports: [...ports], isDamaged: summary.damaged },
        ...{ unread: summary.unread, wrongHeaders: summary.wrongHeaders },
        ...{ servers, interfaces: edges.interfaces.map(({ link, name }) => ({ link, name })), uncarried },
        steps: steps.end(isKept).toString('base64'),
        edges: uncarried === null ? packed.toString('base64') : null,
      };
    },
  };
}

/** The packets of everything that is not settled. */
async function carryEdges(
  edges: ReturnType<typeof writePackets>,
  { chunks }: Source,
  isSettled: (tcp: SeenTcp) => boolean,
): Promise<void> {
  let nth = -1;
  const capture = readCapture({
    opened: () => () => {},
    seen(packet, tcp) {
      nth += 1;
      if (tcp === null || !isSettled(tcp)) edges.add(nth, packet);
    },
  });
  for await (const chunk of chunks) {
    if (edges.isFull()) return;
    capture.push(chunk);
  }
}
