/** An IP packet in memory of its own, with a header of the least length: what was put together, or goes elsewhere in the end. */
import { viewOf } from '../../model/slice.ts';
import type { IpPacket } from './ip.ts';

/** What a packet needs of the header of its first fragment. */
export interface Heading {
  version: 4 | 6;
  protocol: number;
  /** Of IPv4. */
  identification: number;
  /** Source, then destination. */
  addresses: Buffer;
}

export const headingOf = (ip: IpPacket, data: Buffer): Heading => ({
  version: ip.version,
  protocol: ip.protocol,
  identification: ip.version === 4 ? data.readUInt16BE(ip.source - 8) : 0,
  addresses: Buffer.concat([
    data.subarray(ip.source, ip.destination),
    addressAt(data, ip.routedTo || ip.destination, ip.version),
  ]),
});

const addressAt = (data: Buffer, at: number, version: 4 | 6): Buffer =>
  data.subarray(at, at + (version === 4 ? 4 : 16));

export interface Rebuilt {
  data: Buffer;
  view: DataView;
  /** The packet's own length, of which the payload may have been captured in part. */
  length: number;
}

/** `length` is at most what an IP packet can carry. */
export function rebuilt(
  { version, protocol, identification, addresses }: Heading,
  payload: Buffer,
  length: number,
): Rebuilt {
  const head = Buffer.alloc(version === 4 ? 12 : 8);
  if (version === 4) {
    head[0] = 0x45;
    head.writeUInt16BE(20 + length, 2);
    head.writeUInt16BE(identification, 4);
    head[9] = protocol;
  } else {
    head[0] = 0x60;
    head.writeUInt16BE(length, 4);
    head[6] = protocol;
  }
  const data = Buffer.concat([head, addresses, payload]);
  return { data, view: viewOf(data), length: head.length + addresses.length + length };
}
