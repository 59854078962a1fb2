/** Names the HTTP/2 frames in a run of bytes (RFC 9113 §4.1), so that a hexadecimal dump can be read. */

export interface Frame {
  name: string;
  /** For PUSH_PROMISE the promised stream, RFC 9113 §6.6. */
  stream: number;
  flags: string[];
  bytes: Uint8Array;
}

/** The frames that lie whole in these bytes, from the start; the rest, if any, is left over. */
export function splitFrames(bytes: Uint8Array): { frames: Frame[]; rest: Uint8Array } {
  const frames: Frame[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + 9 <= bytes.length) {
    const next = at + 9 + view.getUint16(at) * 256 + view.getUint8(at + 2);
    if (next > bytes.length) break;
    const type = view.getUint8(at + 3);
    const flags = view.getUint8(at + 4);
    frames.push({
      name: names[type] ?? `type ${type}`,
      stream: streamOf(view, at, type, flags, next),
      flags: (flagNames[type] ?? []).flatMap(([bit, name]) => (flags & bit ? [name] : [])),
      bytes: bytes.subarray(at, next),
    });
    at = next;
  }
  return { frames, rest: bytes.subarray(at) };
}

function streamOf(view: DataView, at: number, type: number, flags: number, next: number): number {
  const promised = at + 9 + (flags & padded ? 1 : 0);
  return view.getUint32(type === 5 && promised + 4 <= next ? promised : at + 5) & 0x7fffffff;
}

const padded = 0x08;

const names = [
  'DATA',
  'HEADERS',
  'PRIORITY',
  'RST_STREAM',
  'SETTINGS',
  'PUSH_PROMISE',
  'PING',
  'GOAWAY',
  'WINDOW_UPDATE',
  'CONTINUATION',
];

const endStream = [0x01, 'END_STREAM'] as const;
const endHeaders = [0x04, 'END_HEADERS'] as const;

const flagNames: Record<number, readonly (readonly [number, string])[]> = {
  0: [endStream],
  1: [endStream, endHeaders],
  4: [[0x01, 'ACK']],
  5: [endHeaders],
  6: [[0x01, 'ACK']],
  9: [endHeaders],
};
