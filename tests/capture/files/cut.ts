/** Cuts captures into files, as a program does that begins a new one now and then. Apart from src. */

/** The packets of a little-endian pcap file, each with its header. */
export function recordsOf(file: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let at = 24; at < file.length; ) {
    const length = 16 + file.readUInt32LE(at + 8);
    records.push(file.subarray(at, at + length));
    at += length;
  }
  return records;
}

export const fileOf = (header: Buffer, records: readonly Buffer[]): Buffer =>
  Buffer.concat([header.subarray(0, 24), ...records]);

/** Before each of these packets a new file begins. */
export function cutBefore(file: Buffer, places: readonly number[]): Buffer[] {
  const records = recordsOf(file);
  const ends = [...places, records.length];
  return [0, ...places].map((from, nth) => fileOf(file, records.slice(from, ends[nth])));
}

/** The same packets so many seconds later. */
export function later(file: Buffer, seconds: number): Buffer {
  const moved = recordsOf(file).map((record) => {
    const copy = Buffer.from(record);
    copy.writeUInt32LE(copy.readUInt32LE(0) + seconds, 0);
    return copy;
  });
  return fileOf(file, moved);
}
