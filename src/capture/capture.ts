/**
 * A capture in, trace events out: file, frame, IP, TCP and UDP, each in its own file. It keeps what is open and
 * nothing of what is over, but for the last thousand connections, of which stragglers may still come.
 */
import { sliceOf } from '../model/slice.ts';
import type { OpenEvent } from '../model/trace.ts';
import { createConnectionTable } from './connections.ts';
import type { EventListener, EventOrder } from './events.ts';
import { isChecked, isIntact } from './layers/hosts.ts';
import { checksumHolds, emptyIpPacket, readIp } from './layers/ip.ts';
import { findIp, linkTypeIsKnown } from './layers/link.ts';
import type { CaptureInterface, Packet } from './packets/packet.ts';
import { createCaptureReader } from './packets/packets.ts';
import { createPathTable, type Path } from './paths.ts';
import type { Segment } from './tcp/tcp.ts';

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
  /** Of which nothing could be made: no IP, fragments, damaged, or shortened within their headers. */
  unread: number;
  /** The file is cut short or damaged. */
  damaged: boolean;
  /** Link types that are not known here. */
  unknownLinks: number[];
}

export interface Capture {
  /** The next bytes of the file, lent for the call. Throws a CaptureError if it is no capture. */
  push(chunk: Buffer): void;
  end(): CaptureSummary;
}

export function readCapture({ ports = [], opened }: CaptureOptions): Capture {
  const summary: CaptureSummary = { began: null, packets: 0, unread: 0, damaged: false, unknownLinks: [] };
  let on: CaptureInterface = { link: 0, name: null };
  const order: EventOrder = { seq: 0, at: 0, connections: 0, opened: (open) => opened(open, on) };
  const table = createConnectionTable(order, ports);
  const paths = createPathTable();
  const ip = emptyIpPacket();
  const segment: Segment = {
    direction: 'c2s',
    sequence: 0,
    acknowledged: 0,
    flags: 0,
    slice: sliceOf(Buffer.alloc(0)),
    length: 0,
  };

  /** False where nothing can be made of it. */
  function take({ link, at, data, view, from, to, length, interface: seen }: Packet): boolean {
    order.at = at;
    on = seen;
    const header = findIp(link, view, from, to);
    if (header < 0) {
      if (!linkTypeIsKnown(link) && !summary.unknownLinks.includes(link)) summary.unknownLinks.push(link);
      return false;
    }
    if (!readIp(ip, view, header, to, length - (header - from))) {
      table.udpLost(null, null);
      return false;
    }
    const isTcp = ip.protocol === 6;
    if (!isTcp && ip.protocol !== 17) return false;
    if (ip.isFragment || ip.to - ip.from < (isTcp ? 20 : 8)) {
      if (!isTcp) table.udpLost(...paths.hosts(ip, view));
      return false;
    }
    const path = paths.find(ip, view);
    const isWhole = ip.to - ip.from === ip.length;
    const hasSum = isTcp || view.getUint16(ip.from + 6) !== 0;
    const isDamaged =
      isWhole && hasSum && isChecked(path.host) && !isIntact(path.host, checksumHolds(ip, view));
    if (!isDamaged && (isTcp ? takeTcp(path, data, view) : takeUdp(path, data, view))) return true;
    if (!isTcp) table.udpLost(path.source, path.destination);
    return false;
  }

  function takeTcp(path: Path, data: Buffer, view: DataView): boolean {
    const headerLength = (view.getUint8(ip.from + 12) >> 4) * 4;
    if (headerLength < 20 || headerLength > ip.length) return false;
    segment.sequence = view.getInt32(ip.from + 4);
    segment.acknowledged = view.getInt32(ip.from + 8);
    segment.flags = view.getUint8(ip.from + 13);
    segment.length = ip.length - headerLength;
    segment.slice.data = data;
    segment.slice.view = view;
    segment.slice.from = Math.min(ip.from + headerLength, ip.to);
    segment.slice.to = ip.to;
    table.tcp(path, ip, view, segment);
    return true;
  }

  function takeUdp(path: Path, data: Buffer, view: DataView): boolean {
    const length = view.getUint16(ip.from + 4) - 8;
    if (length < 0 || length > ip.length - 8) return false;
    const to = Math.min(ip.to, ip.from + 8 + length);
    table.udp(path, ip, view, { data, view, from: ip.from + 8, to }, length);
    return true;
  }

  const file = createCaptureReader((packet) => {
    summary.began ??= packet.began;
    summary.packets += 1;
    if (!take(packet)) summary.unread += 1;
  });
  return {
    push: file.push,
    end() {
      summary.damaged = file.end();
      table.finish(summary.damaged);
      return summary;
    },
  };
}
