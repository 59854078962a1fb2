/**
 * Whether bytes are UTF-8, RFC 3629 §4, as far as they have come: a few numbers of state, so that a text may come in any
 * parts. What can be no UTF-8 whatever follows is told at its first wrong byte.
 */
export interface Utf8 {
  /** Bytes of a character that are still to come. */
  left: number;
  /** What the next of them may be. */
  least: number;
  most: number;
}

export const createUtf8 = (): Utf8 => ({ left: 0, least: 0x80, most: 0xbf });

export function restart(state: Utf8): void {
  state.left = 0;
  state.least = 0x80;
  state.most = 0xbf;
}

/**
 * Takes the bytes from `from` to `to`, each combined with its byte of the masking key, RFC 6455 §5.3; `index`: how many
 * bytes of the frame's payload came before. False: it is no UTF-8.
 */
export function takeText(
  state: Utf8,
  bytes: Uint8Array,
  from: number,
  to: number,
  mask: Uint8Array,
  index: number,
): boolean {
  for (let at = from; at < to; at++) {
    const byte = (bytes[at] ?? 0) ^ (mask[(index + at - from) & 3] ?? 0);
    if (state.left === 0) {
      if (byte >= 0x80 && !beginCharacter(state, byte)) return false;
    } else {
      if (byte < state.least || byte > state.most) return false;
      state.left -= 1;
      state.least = 0x80;
      state.most = 0xbf;
    }
  }
  return true;
}

/** A character of two to four bytes, whose second is bound where it would be too long, a surrogate, or beyond U+10FFFF. */
function beginCharacter(state: Utf8, byte: number): boolean {
  if (byte < 0xc2 || byte > 0xf4) return false;
  state.left = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  if (byte === 0xe0) state.least = 0xa0;
  else if (byte === 0xed) state.most = 0x9f;
  else if (byte === 0xf0) state.least = 0x90;
  else if (byte === 0xf4) state.most = 0x8f;
  return true;
}
