/** Builds Ethernet frames around TCP segments and UDP datagrams, with their lengths and checksums: RFC 791, 8200, 9293, 768. */
import { viewOf } from '../../model/slice.ts';
import { sum } from '../layers/sums/sum.ts';
import { atMostOption } from '../tcp/segment.ts';

export interface Endpoint {
  /** 4 or 16 bytes. */
  address: Uint8Array;
  port: number;
}

export interface TcpHeader {
  sequence: number;
  acknowledged: number;
  flags: number;
  /** Largest segment, offered with SYN. */
  largest?: number;
  /** Its sender may have received less than is acknowledged. */
  isAtMost?: boolean;
}

export function tcpFrame(
  source: Endpoint,
  destination: Endpoint,
  header: TcpHeader,
  payload: Uint8Array,
): Buffer {
  const option = header.largest === undefined ? null : 0x0204_0000 + header.largest;
  const said = header.isAtMost === true ? atMostOption : option;
  const options = said === null ? 0 : 4;
  const segment = Buffer.alloc(20 + options + payload.length);
  segment.writeUInt16BE(source.port, 0);
  segment.writeUInt16BE(destination.port, 2);
  segment.writeUInt32BE(header.sequence, 4);
  segment.writeUInt32BE(header.acknowledged, 8);
  segment.writeUInt8(((20 + options) / 4) << 4, 12);
  segment.writeUInt8(header.flags, 13);
  segment.writeUInt16BE(65_535, 14);
  if (said !== null) segment.writeInt32BE(said, 20);
  segment.set(payload, 20 + options);
  return ipFrame(source, destination, 6, segment, 16);
}

export function udpFrame(source: Endpoint, destination: Endpoint, payload: Uint8Array): Buffer {
  const datagram = Buffer.alloc(8 + payload.length);
  datagram.writeUInt16BE(source.port, 0);
  datagram.writeUInt16BE(destination.port, 2);
  datagram.writeUInt16BE(datagram.length, 4);
  datagram.set(payload, 8);
  return ipFrame(source, destination, 17, datagram, 6);
}

/** `checksumAt`: where in the payload the checksum belongs. */
function ipFrame(
  source: Endpoint,
  destination: Endpoint,
  protocol: number,
  payload: Buffer,
  checksumAt: number,
): Buffer {
  const isIpv4 = source.address.length === 4 && destination.address.length === 4;
  const from = isIpv4 ? source.address : asIpv6(source.address);
  const to = isIpv4 ? destination.address : asIpv6(destination.address);
  const headerLength = isIpv4 ? 20 : 40;
  const frame = Buffer.alloc(14 + headerLength + payload.length);
  const header = frame.subarray(14, 14 + headerLength);
  frame.writeUInt16BE(isIpv4 ? 0x0800 : 0x86dd, 12);
  if (isIpv4) {
    header.writeUInt16BE(0x4500, 0);
    header.writeUInt16BE(headerLength + payload.length, 2);
    header.writeUInt16BE(0x4000, 6);
    header.writeUInt8(64, 8);
    header.writeUInt8(protocol, 9);
    header.set(from, 12);
    header.set(to, 16);
    header.writeUInt16BE(0xffff - sum(viewOf(header), 0, 20, 0), 10);
  } else {
    header.writeUInt8(0x60, 0);
    header.writeUInt16BE(payload.length, 4);
    header.writeUInt8(protocol, 6);
    header.writeUInt8(64, 7);
    header.set(from, 8);
    header.set(to, 24);
  }
  const addresses = Buffer.concat([from, to]);
  const begun = sum(viewOf(addresses), 0, addresses.length, protocol + payload.length);
  const checksum = 0xffff - sum(viewOf(payload), 0, payload.length, begun);
  // Zero would mean that there is none, RFC 768.
  payload.writeUInt16BE(checksum === 0 && protocol === 17 ? 0xffff : checksum, checksumAt);
  frame.set(payload, 14 + headerLength);
  return frame;
}

/** An IPv4 address within IPv6, RFC 4291 §2.5.5.2. */
function asIpv6(address: Uint8Array): Uint8Array {
  return address.length === 16
    ? address
    : Buffer.concat([Buffer.alloc(10), Buffer.from([0xff, 0xff]), address]);
}

/** The bytes of an address as text; null for a name, which only a resolver knows. */
export function addressBytes(host: string): Uint8Array | null {
  const plain = host.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (!plain.includes(':')) return ipv4Bytes(plain);
  const dotted = plain.includes('.') ? ipv4Bytes(plain.slice(plain.lastIndexOf(':') + 1)) : null;
  const text = dotted === null ? plain : `${plain.slice(0, plain.lastIndexOf(':') + 1)}${groupsOf(dotted)}`;
  const [head = '', tail] = text.split('::');
  const groups = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const before = groups(head);
  const after = groups(tail ?? '');
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const all = [...before, ...Array.from({ length: Math.max(0, zeros) }, () => 0), ...after];
  if (all.length !== 8 || !all.every((group) => group >= 0 && group <= 0xffff)) return null;
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

function ipv4Bytes(text: string): Uint8Array | null {
  const parts = text.split('.').map((part) => (/^[0-9]{1,3}$/.test(part) ? Number(part) : 256));
  return parts.length === 4 && parts.every((part) => part < 256) ? Uint8Array.from(parts) : null;
}

const groupsOf = ([a = 0, b = 0, c = 0, d = 0]: Uint8Array): string =>
  `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
