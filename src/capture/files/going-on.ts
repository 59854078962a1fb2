/**
 * Whether one file goes on where another ends. Numbers of TCP tell: what a connection says in the one begins with the very
 * number with which it ended in the other (RFC 9293 §3.4). Of 2 ** 32 numbers two are hardly the same by accident.
 */
import { addressText } from '../layers/address.ts';
import { createOpener } from '../layers/open.ts';
import { createTrust } from '../layers/sums/trust.ts';
import { flag } from '../tcp/segment.ts';
import type { KeptPacket } from './tail.ts';

interface Kept {
  /** From where to where. */
  way: string;
  back: string;
  sequence: number;
  /** The number that comes next. */
  next: number;
  acknowledged: number | null;
  isSyn: boolean;
}

/** `tail`: the last packets of the one; `head`: the first of the other. */
export function goesOn(tail: readonly KeptPacket[], head: readonly KeptPacket[]): boolean {
  const ends = new Map(segmentsOf(tail).map((segment) => [segment.way, segment.next]));
  const begun = new Set<string>();
  for (const { way, back, sequence, acknowledged, isSyn } of segmentsOf(head)) {
    if (begun.has(way)) continue;
    begun.add(way);
    // A new connection may begin with any number; who accepts it names that of the other side.
    if (!isSyn && ends.get(way) === sequence) return true;
    if (acknowledged !== null && ends.get(back) === acknowledged) return true;
  }
  return false;
}

function segmentsOf(packets: readonly KeptPacket[]): Kept[] {
  const opener = createOpener({
    trust: createTrust(() => {}),
    hosts: () => [0, 0],
    destination: () => 0,
    datagramLost() {},
    unread() {},
  });
  const on = { link: 0, name: null };
  return packets.flatMap(({ link, bytes, length }) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const packet = { link, data: bytes, view, from: 0, to: bytes.length, length };
    if (opener.open({ ...packet, at: 0, origin: 0n, interface: on }) !== 0) return [];
    const { ip, view: inner } = opener.opened;
    if (ip.protocol !== 6) return [];
    const headerLength = (inner.getUint8(ip.from + 12) >> 4) * 4;
    if (headerLength < 20) return [];
    const end = (ofSender: boolean) =>
      `${addressText(inner, ofSender ? ip.source : ip.destination, ip.version)} ${inner.getUint16(ip.from + (ofSender ? 0 : 2))}`;
    const [from, to] = [end(true), end(false)];
    const flags = inner.getUint8(ip.from + 13);
    const isSyn = (flags & flag.SYN) !== 0;
    const taken = ip.length - headerLength + (isSyn ? 1 : 0) + ((flags & flag.FIN) !== 0 ? 1 : 0);
    const sequence = inner.getUint32(ip.from + 4);
    return [
      {
        ...{ way: `${from} ${to}`, back: `${to} ${from}`, sequence, next: (sequence + taken) >>> 0 },
        acknowledged: (flags & flag.ACK) === 0 ? null : inner.getUint32(ip.from + 8),
        isSyn,
      },
    ];
  });
}
