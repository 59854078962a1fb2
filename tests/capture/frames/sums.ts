/** Fills checksums into packets that were built without, apart from src: RFC 1071, word by word. */

const layout = (packet: Buffer) => {
  const isIpv4 = (packet[0] ?? 0) >> 4 === 4;
  const at = isIpv4 ? 20 : 40;
  const protocol = packet[isIpv4 ? 9 : 6] ?? 0;
  return { isIpv4, at, protocol, sumAt: at + (protocol === 6 ? 16 : 6), addresses: isIpv4 ? 12 : 8 };
};

function ones(bytes: Buffer, begun = 0): number {
  let total = begun;
  for (const [index, byte] of bytes.entries()) total += index % 2 === 0 ? byte * 256 : byte;
  while (total > 0xffff) total = (total % 0x10000) + Math.floor(total / 0x10000);
  return total;
}

/** The sum of the pseudo-header, as if the segment were so long. */
export function pseudo(packet: Buffer, length?: number): number {
  const { at, protocol, addresses } = layout(packet);
  return ones(packet.subarray(addresses, at), protocol + (length ?? packet.length - at));
}

function set(packet: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(packet);
  copy.writeUInt16BE(value, at);
  return copy;
}

/** With this in the field of TCP's or UDP's checksum. */
export const withSum = (packet: Buffer, value: number): Buffer => set(packet, layout(packet).sumAt, value);

/** With right sums in both headers. */
export function summed(packet: Buffer): Buffer {
  const { isIpv4, at } = layout(packet);
  const begun = withSum(packet, 0);
  const right = withSum(begun, 0xffff - ones(begun.subarray(at), pseudo(begun)));
  return isIpv4 ? withHeaderSum(right) : right;
}

export function withHeaderSum(packet: Buffer, off = 0): Buffer {
  const zero = set(packet, 10, 0);
  return set(zero, 10, (0xffff - ones(zero.subarray(0, 20)) + off) % 0xffff);
}

/** With one bit of one byte turned over, counted from the end if negative. */
export function flipped(packet: Buffer, at: number): Buffer {
  const copy = Buffer.from(packet);
  const index = at < 0 ? copy.length + at : at;
  copy[index] = (copy[index] ?? 0) ^ 4;
  return copy;
}
