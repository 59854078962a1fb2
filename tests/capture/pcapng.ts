/** Builds pcapng files by hand, apart from src. draft-ietf-opsawg-pcapng. */

/** An interface's clock: the option if_tsresol, and if_tsoffset in seconds. */
export interface Clock {
  resolution: number;
  offset?: bigint;
}
/** On which interface, and the two words of its time. */
export type Packet = [number, number, number];

export function word(little: boolean, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  little ? bytes.writeUInt32LE(value) : bytes.writeUInt32BE(value);
  return bytes;
}

export function half(little: boolean, value: number): Buffer {
  const bytes = Buffer.alloc(2);
  little ? bytes.writeUInt16LE(value) : bytes.writeUInt16BE(value);
  return bytes;
}

export function block(little: boolean, type: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
  const length = word(little, padded.length + 12);
  return Buffer.concat([word(little, type), length, padded, length]);
}

const [wordOf, halfOf, blockOf] = [word, half, block];

/** A UDP datagram from 127.0.0.1:5000 to 127.0.0.1:7 that says hi, some times, in a pcapng file, written out by hand. */
export const pcapng = (
  little: boolean,
  {
    snapped = false,
    unknown = 4,
    clocks = [{ resolution: 9 }],
    packets = [
      [0, 1, 500],
      [0, 1, 750],
    ],
  }: { snapped?: boolean; unknown?: number; clocks?: Clock[]; packets?: Packet[] } = {},
): Buffer => {
  const packet = Buffer.from(
    '45000000000000000011' + '0000' + '7f000001' + '7f000001' + '13880007000a0000' + '6869',
    'hex',
  );
  packet.writeUInt16BE(packet.length, 2);
  const kept = snapped ? packet.subarray(0, 29) : packet;
  const word = (value: number) => wordOf(little, value);
  const half = (value: number) => halfOf(little, value);
  const long = (value: bigint) => {
    const bytes = Buffer.alloc(8);
    little ? bytes.writeBigInt64LE(value) : bytes.writeBigInt64BE(value);
    return bytes;
  };
  const block = (type: number, ...parts: Buffer[]) => blockOf(little, type, ...parts);
  return Buffer.concat([
    block(0x0a0d0d0a, word(0x1a2b3c4d), half(1), half(0), word(0xffffffff), word(0xffffffff)),
    ...clocks.map(({ resolution, offset }) =>
      block(
        1,
        // Link type 101, name "lo".
        half(101),
        half(0),
        word(0),
        half(2),
        half(2),
        Buffer.from('lo\0\0'),
        half(9),
        half(1),
        Buffer.from([resolution, 0, 0, 0]),
        ...(offset === undefined ? [] : [half(14), half(8), long(offset)]),
      ),
    ),
    // A block of a type that nobody knows.
    block(0x0bad, Buffer.alloc(unknown)),
    ...packets.map(([id, high, low]) =>
      block(6, word(id), word(high), word(low), word(kept.length), word(packet.length), kept),
    ),
  ]);
};
