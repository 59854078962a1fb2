/**
 * A capture in, trace events out: file, frame, IP, TCP and UDP, each in its own file. It keeps what is open and
 * nothing of what is over, but for the last thousand connections, of which stragglers may still come.
 */

import type { OpenEvent } from '../model/trace.ts';
import { connectionTable } from './connections.ts';
import { isChecked, isIntact } from './hosts.ts';
import { checksumHolds, newIpPacket, readIp, word } from './ip.ts';
import { findIp, linkTypeIsKnown } from './link.ts';
import type { CaptureInterface, Packet } from './packet.ts';
import { captureReader } from './records.ts';
import type { EventListener, Order, Segment } from './tcp.ts';

export interface CaptureOptions {
  /** Ports that are servers', where no SYN tells. */
  ports?: readonly number[];
  /** A connection was opened; gives the listener for its further events. */
  opened(open: OpenEvent, on: CaptureInterface): EventListener;
}

export interface CaptureSummary {
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
  const summary: CaptureSummary = { packets: 0, unread: 0, damaged: false, unknownLinks: [] };
  let on: CaptureInterface = { link: 0, name: null };
  const order: Order = { seq: 0, at: 0, connections: 0, opened: (open) => opened(open, on) };
  const table = connectionTable(order, ports);
  const ip = newIpPacket();
  const segment: Segment = {
    direction: 'c2s',
    sequence: 0,
    acknowledged: 0,
    flags: 0,
    bytes: Buffer.alloc(0),
    length: 0,
  };

  /** False where nothing can be made of it. */
  function take({ link, at, data, from, to, length, interface: seen }: Packet): boolean {
    order.at = at;
    on = seen;
    const header = findIp(link, data, from, to);
    if (header < 0) {
      if (!linkTypeIsKnown(link) && !summary.unknownLinks.includes(link)) summary.unknownLinks.push(link);
      return false;
    }
    if (!readIp(ip, data, header, to, length - (header - from))) return false;
    if (ip.protocol !== 6 && ip.protocol !== 17) return false;
    const host = table.host(ip, data);
    const isWhole = ip.to - ip.from === ip.length;
    const hasSum = ip.protocol === 6 || word(data, ip.from + 6) !== 0;
    if (isWhole && hasSum && isChecked(host) && !isIntact(host, checksumHolds(ip, data))) return false;
    return ip.protocol === 6 ? takeTcp(data) : takeUdp(data);
  }

  function takeTcp(data: Buffer): boolean {
    if (ip.to - ip.from < 20) return false;
    const headerLength = ((data[ip.from + 12] ?? 0) >> 4) * 4;
    if (headerLength < 20 || headerLength > ip.length) return false;
    segment.sequence = data.readUInt32BE(ip.from + 4);
    segment.acknowledged = data.readUInt32BE(ip.from + 8);
    segment.flags = data[ip.from + 13] ?? 0;
    segment.length = ip.length - headerLength;
    segment.bytes = data.subarray(Math.min(ip.from + headerLength, ip.to), ip.to);
    table.tcp(ip, data, segment);
    return true;
  }

  function takeUdp(data: Buffer): boolean {
    if (ip.to - ip.from < 8) return false;
    const length = word(data, ip.from + 4) - 8;
    if (length < 0 || length > ip.length - 8) return false;
    const end = Math.min(ip.to, ip.from + 8 + length);
    table.udp(ip, data, data.subarray(ip.from + 8, end), length);
    return true;
  }

  const file = captureReader((packet) => {
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
