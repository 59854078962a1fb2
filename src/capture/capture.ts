/**
 * A capture in, trace events out: file, frame, IP, TCP and UDP, each in its own file. It keeps what is open and
 * nothing of what is over, but for the last thousand connections, of which stragglers may still come.
 */
import { lend, sliceOf } from '../model/slice.ts';
import type { Address, OpenEvent } from '../model/trace.ts';
import { createConnectionTable, type Guesses } from './connections.ts';
import { createCopies } from './copies.ts';
import type { EventListener, EventOrder } from './events.ts';
import { countKinds, kind, type Unread } from './layers/kinds.ts';
import { createOpener } from './layers/open.ts';
import { largestSegment } from './layers/sums/largest-segment.ts';
import { createTrust } from './layers/sums/trust.ts';
import type { CaptureInterface, Packet } from './packets/packet.ts';
import { createCaptureReader } from './packets/packets.ts';
import { createPathTable, type Path } from './paths.ts';
import { atMostOption, flag, type Segment } from './tcp/segment.ts';

export interface CaptureOptions {
  /** Ports that are servers', where no SYN tells. */
  ports?: readonly number[];
  /**
   * Told of every packet before its connection is: of whose TCP it is, which goes from one endpoint to another, or null
   * where it is something else, or cannot be read alone.
   */
  seen?(packet: Packet, tcp: SeenTcp | null): void;
  /** So far apart are the numbers of the first events of two packets that follow each other; else events are counted. */
  stride?: number;
  /** Where another capture ended, on which this one follows: the numbers of events and connections go on there. */
  after?: CaptureEnd;
  /** A connection was opened; gives the listener for its further events. */
  opened(open: OpenEvent, on: CaptureInterface): EventListener;
}

/** `at`: nanoseconds by which this capture began later than the first of all. */
export interface CaptureEnd {
  seq: number;
  connections: number;
  at: number;
}

/** Endpoints by their numbers, the sender first. */
export interface SeenTcp {
  source: number;
  destination: number;
  flags: number;
}

export interface CaptureSummary {
  /** When the first packet was seen, in milliseconds since 1970; null where there is none. */
  began: number | null;
  packets: number;
  /** Of which nothing could be made, by kind, the most frequent first. */
  unread: Unread[];
  /** Read although the checksum of their IPv4 header is wrong. */
  wrongHeaders: number;
  guesses: Guesses;
  /** The file is cut short or damaged. */
  damaged: boolean;
}

export interface Capture {
  /** The next bytes of the file, lent for the call. Throws a CaptureError if it is no capture. */
  push(chunk: Buffer): void;
  /** `isCut`: bytes of it are missing, whatever those before say. */
  end(isCut?: boolean): CaptureSummary;
  /** In place of a file: a packet, before which so many came that are of no use here. */
  take(packet: Packet, nth: number): void;
  /** A TCP connection was opened with SYN that is read elsewhere; gives what is to be called when it is over. */
  settled(open: OpenEvent): () => void;
  /** The number of the endpoint with this address. */
  endpoint(address: Address): number;
  /** The numbers of the latest event and connection, and the time of the latest packet. */
  reached(): CaptureEnd;
  /** As `end`, where packets were taken. There were so many in all, the last at so many nanoseconds. */
  conclude(damaged: boolean, all: { packets: number; at: number }): CaptureSummary;
}

const nothingBefore: CaptureEnd = { seq: 0, connections: 0, at: 0 };

export function readCapture({
  ports = [],
  opened,
  seen,
  stride = 0,
  after = nothingBefore,
}: CaptureOptions): Capture {
  let on: CaptureInterface = { link: 0, name: null };
  const order: EventOrder = {
    seq: after.seq,
    at: Number.NaN,
    connections: after.connections,
    opened: (open) => opened(open, on),
  };
  const table = createConnectionTable(order, ports);
  const summary: CaptureSummary = {
    ...{ began: null, packets: 0, unread: [], wrongHeaders: 0, damaged: false },
    guesses: table.guesses,
  };
  const paths = createPathTable();
  const trust = createTrust((way) => table.udpLost(way?.source ?? null, way?.destination ?? null));
  const unread = countKinds();
  const copies = createCopies();
  const opener = createOpener({
    trust,
    hosts: paths.hosts,
    destination: (ip, view) => paths.find(ip, view).destination,
    datagramLost: table.udpLost,
    unread: unread.add,
  });
  const { ip } = opener.opened;
  const segment: Segment = {
    direction: 'c2s',
    sequence: 0,
    acknowledged: null,
    isAtMost: false,
    flags: 0,
    slice: sliceOf(Buffer.alloc(0)),
    length: 0,
  };

  /** 0, or the kind of that of which nothing can be made. */
  function take(packet: Packet): number {
    order.at = packet.at + after.at;
    on = packet.interface;
    const wrong = opener.open(packet);
    if (wrong !== 0) seen?.(packet, null);
    if (wrong !== 0) return wrong;
    const { data, view } = opener.opened;
    const isTcp = ip.protocol === 6;
    const path = paths.find(ip, view);
    if (seen !== undefined) tellOf(packet, path, isTcp);
    const found =
      trust.judged(ip, view, path) || (isTcp ? takeTcp(path, data, view) : takeUdp(path, data, view));
    // Its addresses may be what was damaged, where no other sum is of them.
    const isElsewhere = found === kind.udpChecksum && ip.headerSum !== 'right';
    if (found === kind.ipv4Checksum || isElsewhere) table.udpLost(null, null);
    else if (found !== 0 && !isTcp) table.udpLost(path.source, path.destination);
    return found;
  }

  function tellOf(packet: Packet, { source, destination }: Path, isTcp: boolean): void {
    const { view, packets } = opener.opened;
    const headerLength = isTcp ? (view.getUint8(ip.from + 12) >> 4) * 4 : 0;
    const isAlone = packets === 1 && headerLength >= 20 && headerLength <= ip.length;
    seen?.(packet, isAlone ? { source, destination, flags: view.getUint8(ip.from + 13) } : null);
  }

  function takeTcp(path: Path, data: Buffer, view: DataView): number {
    const headerLength = (view.getUint8(ip.from + 12) >> 4) * 4;
    if (headerLength < 20 || headerLength > ip.length) return kind.damaged;
    segment.sequence = view.getInt32(ip.from + 4);
    segment.flags = view.getUint8(ip.from + 13);
    segment.acknowledged = (segment.flags & flag.ACK) === 0 ? null : view.getInt32(ip.from + 8);
    segment.isAtMost =
      headerLength >= 24 && ip.to - ip.from >= 24 && view.getInt32(ip.from + 20) === atMostOption;
    segment.length = ip.length - headerLength;
    lend(segment.slice, data, view);
    segment.slice.from = Math.min(ip.from + headerLength, ip.to);
    segment.slice.to = ip.to;
    if ((segment.flags & flag.SYN) !== 0) {
      const largest = largestSegment(view, ip.from + 20, segment.slice.from);
      path.host.largest = Math.max(path.host.largest, largest);
    }
    table.tcp(path, ip, view, segment);
    return 0;
  }

  function takeUdp(path: Path, data: Buffer, view: DataView): number {
    const length = view.getUint16(ip.from + 4) - 8;
    if (length < 0 || length > ip.length - 8) return kind.damaged;
    const [from, to] = [ip.from + 8, Math.min(ip.to, ip.from + 8 + length)];
    const { source, destination } = path;
    const identification = ip.version === 4 ? view.getUint16(ip.source - 8) : 0;
    const place = { on, depth: opener.opened.depth };
    if (copies.isCopy({ source, destination, identification, view, from, to }, place, order.at)) return 0;
    table.udp(path, ip, view, { data, view, from, to }, length);
    return 0;
  }

  function read(packet: Packet): void {
    summary.began ??= Number(packet.origin / 1_000_000n);
    if (stride > 0) order.seq = Math.max(order.seq, stride * summary.packets);
    summary.packets += 1;
    const found = take(packet);
    if (found > 0) unread.add(found, opener.opened.packets);
  }

  const file = createCaptureReader(read);
  return {
    push: file.push,
    take(packet, nth) {
      summary.packets = nth;
      read(packet);
    },
    settled(open) {
      order.seq = Math.max(order.seq, open.seq);
      order.at = open.at;
      return table.settled(paths.endpoint(open.front.client), paths.endpoint(open.back.server));
    },
    endpoint: paths.endpoint,
    reached: () => ({ seq: order.seq, connections: order.connections, at: order.at }),
    end(isCut = false) {
      return concluded(file.end() || isCut);
    },
    conclude(damaged, { packets, at }) {
      order.at = at;
      order.seq = Math.max(order.seq, stride * packets);
      return concluded(damaged);
    },
  };

  function concluded(damaged: boolean): CaptureSummary {
    summary.damaged = damaged;
    opener.end();
    summary.wrongHeaders = trust.end();
    table.finish(summary.damaged);
    summary.unread = unread.all();
    return summary;
  }
}
