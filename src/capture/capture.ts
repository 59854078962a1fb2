/**
 * A capture in, trace events out: file, frame, IP, TCP and UDP, each in its own file. It keeps what is open and
 * nothing of what is over, but for the last thousand connections, of which stragglers may still come.
 */
import { lend, sliceOf } from '../model/slice.ts';
import type { OpenEvent } from '../model/trace.ts';
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
  /** A connection was opened; gives the listener for its further events. */
  opened(open: OpenEvent, on: CaptureInterface): EventListener;
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
}

export function readCapture({ ports = [], opened }: CaptureOptions): Capture {
  let on: CaptureInterface = { link: 0, name: null };
  const order: EventOrder = { seq: 0, at: Number.NaN, connections: 0, opened: (open) => opened(open, on) };
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
    order.at = packet.at;
    on = packet.interface;
    const wrong = opener.open(packet);
    if (wrong !== 0) return wrong;
    const { data, view } = opener.opened;
    const isTcp = ip.protocol === 6;
    const path = paths.find(ip, view);
    const found =
      trust.judged(ip, view, path) || (isTcp ? takeTcp(path, data, view) : takeUdp(path, data, view));
    // Its addresses may be what was damaged, where no other sum is of them.
    const isElsewhere = found === kind.udpChecksum && ip.headerSum !== 'right';
    if (found === kind.ipv4Checksum || isElsewhere) table.udpLost(null, null);
    else if (found !== 0 && !isTcp) table.udpLost(path.source, path.destination);
    return found;
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

  const file = createCaptureReader((packet) => {
    summary.began ??= Number(packet.origin / 1_000_000n);
    summary.packets += 1;
    const found = take(packet);
    if (found > 0) unread.add(found, opener.opened.packets);
  });
  return {
    push: file.push,
    end(isCut = false) {
      summary.damaged = file.end() || isCut;
      opener.end();
      summary.wrongHeaders = trust.end();
      table.finish(summary.damaged);
      summary.unread = unread.all();
      return summary;
    },
  };
}
