/** Cuts IP packets into fragments, apart from src: RFC 791 §3.2, RFC 8200 §4.5. */
import { withHeaderSum } from './sums.ts';

export interface Cut {
  id?: number;
  /** Where each piece after the first begins in the payload. */
  at: number[];
}

/** One piece of a packet: these bytes of its payload. */
export function piece(packet: Buffer, id: number, from: number, to: number, hasMore: boolean): Buffer {
  const isIpv4 = (packet[0] ?? 0) >> 4 === 4;
  const head = Buffer.from(packet.subarray(0, isIpv4 ? 20 : 40));
  const content = packet.subarray(head.length + from, head.length + to);
  if (isIpv4) {
    head.writeUInt16BE(20 + content.length, 2);
    head.writeUInt16BE(id, 4);
    head.writeUInt16BE((hasMore ? 0x2000 : 0) + from / 8, 6);
    return withHeaderSum(Buffer.concat([head, content]));
  }
  const fragment = Buffer.alloc(8);
  fragment[0] = head[6] ?? 0;
  fragment.writeUInt16BE(from + (hasMore ? 1 : 0), 2);
  fragment.writeUInt32BE(id, 4);
  head[6] = 44;
  head.writeUInt16BE(8 + content.length, 4);
  return Buffer.concat([head, fragment, content]);
}

export function pieces(packet: Buffer, { id = 7, at }: Cut): Buffer[] {
  const length = packet.length - ((packet[0] ?? 0) >> 4 === 4 ? 20 : 40);
  return [0, ...at].map((from, nth) => piece(packet, id, from, at[nth] ?? length, nth < at.length));
}

/** With a header of options for the destination before what it carries, as IPv6 allows. */
export function withOptions(packet: Buffer): Buffer {
  const head = Buffer.from(packet.subarray(0, 40));
  const options = Buffer.from([head[6] ?? 0, 0, 1, 4, 0, 0, 0, 0]);
  head[6] = 60;
  head.writeUInt16BE(packet.length - 40 + options.length, 4);
  return Buffer.concat([head, options, packet.subarray(40)]);
}
