/**
 * IPv4 (RFC 791) and IPv6 (RFC 8200) headers: who sends what to whom. Fragments are not put together: what they
 * carry is missing then, as if it had been lost.
 */

/** Filled in anew for every packet. */
export interface IpPacket {
  version: 4 | 6;
  /** Where the addresses lie in the data, 4 or 16 bytes each. */
  source: number;
  destination: number;
  protocol: number;
  /** Where the payload lies, as far as it was captured. */
  from: number;
  to: number;
  /** The payload's own length. */
  length: number;
}

export const newIpPacket = (): IpPacket => ({
  version: 4,
  source: 0,
  destination: 0,
  protocol: 0,
  from: 0,
  to: 0,
  length: 0,
});

/** False where it is no whole, intact IP packet. `length`: of the packet on the wire, from `from` on. */
export function readIp(ip: IpPacket, data: Buffer, from: number, to: number, length: number): boolean {
  const version = (data[from] ?? 0) >> 4;
  if (from >= to) return false;
  if (version === 4) return readIpv4(ip, data, from, to, length);
  return version === 6 && readIpv6(ip, data, from, to, length);
}

function readIpv4(ip: IpPacket, data: Buffer, from: number, to: number, length: number): boolean {
  const headerLength = ((data[from] ?? 0) & 15) * 4;
  if (headerLength < 20 || from + headerLength > to) return false;
  // A sender that leaves checksums to its network card may leave this one at zero.
  const checksum = word(data, from + 10);
  if (checksum !== 0 && sum(data, from, from + headerLength, 0) !== 0xffff) return false;
  if ((word(data, from + 6) & 0x3fff) !== 0) return false;
  // Zero where the card was to cut the packet up.
  const total = word(data, from + 2) || length;
  if (total < headerLength) return false;
  ip.version = 4;
  ip.source = from + 12;
  ip.destination = from + 16;
  ip.protocol = data[from + 9] ?? 0;
  ip.from = from + headerLength;
  ip.to = Math.min(to, from + total);
  ip.length = total - headerLength;
  return true;
}

/** Extension headers that may stand before the payload: hop-by-hop, routing, fragment, authentication, destination. */
const extensions = new Set([0, 43, 44, 51, 60]);

function readIpv6(ip: IpPacket, data: Buffer, from: number, to: number, length: number): boolean {
  if (from + 40 > to) return false;
  const total = (word(data, from + 4) || length - 40) + 40;
  let protocol = data[from + 6] ?? 0;
  let at = from + 40;
  while (extensions.has(protocol)) {
    if (at + 8 > to) return false;
    if (protocol === 44 && (word(data, at + 2) & 0xfff9) !== 0) return false;
    const units = data[at + 1] ?? 0;
    const size = protocol === 44 ? 8 : protocol === 51 ? (units + 2) * 4 : (units + 1) * 8;
    protocol = data[at] ?? 0;
    at += size;
  }
  if (at > to || total < at - from) return false;
  ip.version = 6;
  ip.source = from + 8;
  ip.destination = from + 24;
  ip.protocol = protocol;
  ip.from = at;
  ip.to = Math.min(to, from + total);
  ip.length = total - (at - from);
  return true;
}

export const word = (data: Buffer, at: number): number => (data[at] ?? 0) * 0x100 + (data[at + 1] ?? 0);

/** The ones' complement sum of RFC 1071, from a sum begun elsewhere. */
export function sum(data: Buffer, from: number, to: number, begun: number): number {
  let total = begun;
  const even = from + ((to - from) & ~1);
  for (let at = from; at < even; at += 2) total += ((data[at] as number) << 8) | (data[at + 1] as number);
  if (even < to) total += (data[even] ?? 0) << 8;
  while (total > 0xffff) total = (total % 0x10000) + Math.floor(total / 0x10000);
  return total;
}

/** Whether TCP's or UDP's own checksum is right, RFC 9293 §3.1. It can be told of whole packets only. */
export function checksumHolds(ip: IpPacket, data: Buffer): boolean {
  const size = ip.version === 4 ? 4 : 16;
  let total = ip.protocol + (ip.length >>> 16) + (ip.length & 0xffff);
  total = sum(data, ip.source, ip.source + size, total);
  total = sum(data, ip.destination, ip.destination + size, total);
  return sum(data, ip.from, ip.from + ip.length, total) === 0xffff;
}

/** In the notation of RFC 5952, as Node prints addresses. */
export function addressText(data: Buffer, at: number, version: 4 | 6): string {
  if (version === 4) return data.subarray(at, at + 4).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => word(data, at + 2 * index).toString(16));
  const zeros = [
    ...groups
      .map((group) => (group === '0' ? '0' : 'x'))
      .join('')
      .matchAll(/00+/g),
  ];
  const longest = zeros.reduce<RegExpExecArray | null>(
    (best, run) => (best === null || run[0].length > best[0].length ? run : best),
    null,
  );
  if (longest === null) return groups.join(':');
  const end = longest.index + longest[0].length;
  return `${groups.slice(0, longest.index).join(':')}::${groups.slice(end).join(':')}`;
}
