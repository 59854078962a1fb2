/**
 * Which end sends these HTTP/2 frames, though the preface was not captured. Only a server promises (RFC 9113 §8.4), and
 * says `:status`; only a client says `:method`, which stand first in a field section (§8.3, RFC 7541 appendix A).
 */
import { client, type Hint, server } from './hint.ts';

const type = {
  DATA: 0,
  HEADERS: 1,
  PRIORITY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PUSH_PROMISE: 5,
  PING: 6,
  GOAWAY: 7,
};
const { WINDOW_UPDATE, CONTINUATION } = { WINDOW_UPDATE: 8, CONTINUATION: 9 };
const flag = { ACK: 1, PADDED: 8, PRIORITY: 32 };
const enablePush = 2;
/** What nearly all keep to, RFC 9113 §4.2. */
const longest = 16_384;

/** From the first frame on, as far as they are frames. */
export function whoFrames(bytes: Buffer): Hint | null {
  let found: Hint | null = null;
  for (let at = 0; at + 9 <= bytes.length; ) {
    const frame = frameAt(bytes, at);
    if (frame === null) return null;
    const hint = hintOf(frame);
    if (hint?.isSure === true) return hint;
    found ??= hint;
    at += 9 + frame.length;
  }
  return found;
}

interface Frame {
  type: number;
  flags: number;
  length: number;
  /** As far as it is here. */
  payload: Buffer;
}

/** Null for what can be no frame. */
function frameAt(bytes: Buffer, at: number): Frame | null {
  const length = bytes.readUIntBE(at, 3);
  const kind = bytes.readUInt8(at + 3);
  const flags = bytes.readUInt8(at + 4);
  const stream = bytes.readUInt32BE(at + 5);
  const isValid = length <= longest && stream < 0x8000_0000 && fits(kind, flags, length, stream);
  return isValid ? { type: kind, flags, length, payload: bytes.subarray(at + 9, at + 9 + length) } : null;
}

function fits(kind: number, flags: number, length: number, stream: number): boolean {
  switch (kind) {
    case type.DATA:
    case type.PUSH_PROMISE:
    case CONTINUATION:
      return stream > 0;
    case type.HEADERS:
      return stream % 2 === 1 && length > 0;
    case type.PRIORITY:
      return stream > 0 && length === 5;
    case type.RST_STREAM:
      return stream > 0 && length === 4;
    case type.SETTINGS:
      return stream === 0 && flags <= flag.ACK && (flags === 0 ? length % 6 === 0 : length === 0);
    case type.PING:
      return stream === 0 && length === 8 && flags <= flag.ACK;
    case type.GOAWAY:
      return stream === 0 && length >= 8;
    case WINDOW_UPDATE:
      return length === 4 && flags === 0;
    default:
      return false;
  }
}

function hintOf({ type: kind, flags, payload }: Frame): Hint | null {
  if (kind === type.PUSH_PROMISE) return server;
  if (kind === type.SETTINGS && flags === 0) return hintOfSettings(payload);
  if (kind !== type.HEADERS) return null;
  let at = (flags & flag.PADDED ? 1 : 0) + (flags & flag.PRIORITY ? 5 : 0);
  // The size of the dynamic table may be set first, RFC 7541 §6.3, as a number of one byte or more.
  while (((payload[at] ?? 0) & 0xe0) === 0x20) {
    if (((payload[at] ?? 0) & 0x1f) === 0x1f)
      do at += 1;
      while ((payload[at] ?? 0) >= 0x80);
    at += 1;
  }
  const index = staticName(payload[at]);
  if (index >= 1 && index <= 7) return client;
  return index >= 8 && index <= 14 ? server : null;
}

/** Neither side sends them without a reason after its first; and the client's first come after the preface. */
function hintOfSettings(payload: Buffer): Hint | null {
  for (let at = 0; at + 6 <= payload.length; at += 6)
    if (payload.readUInt16BE(at) === enablePush) return { peer: 'client', isSure: false };
  return { peer: 'server', isSure: false };
}

/** Index of the name in the static table of the first field, in whichever representation; 0 for none. */
function staticName(first = 0): number {
  if (first >= 0x80) return first & 0x7f;
  if (first >= 0x40) return first & 0x3f;
  return first & 0x0f;
}
