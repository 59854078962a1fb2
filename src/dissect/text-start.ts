/**
 * The first characters of a message's text, which are all that is shown of it. A direction has one message at a time,
 * so the room is taken once.
 */

/** Characters that a message shows. */
const longestText = 200;
/** Bytes that surely hold as many characters in UTF-8. */
const enoughBytes = 4 * longestText;

export interface TextStart {
  /** A new message begins. */
  clear(): void;
  /**
   * Whether it took any of these bytes, from `from` to `to`. `mask`: they are combined with it, RFC 6455 §5.3, of whose
   * four bytes the first is that of `index`.
   */
  add(bytes: Uint8Array, from?: number, to?: number, mask?: Uint8Array, index?: number): boolean;
  text(): string;
}

/** `lineEnd`: one at the very end is no part of the text. */
export function createTextStart(lineEnd: RegExp | null = null): TextStart {
  let room: Buffer | null = null;
  let length = 0;
  return {
    clear() {
      length = 0;
    },
    add(bytes, from = 0, to = bytes.length, mask = noMask, index = 0) {
      room ??= Buffer.alloc(enoughBytes);
      const taken = Math.min(to - from, enoughBytes - length);
      for (let at = 0; at < taken; at++) {
        room[length + at] = (bytes[from + at] ?? 0) ^ (mask[(index + at) & 3] ?? 0);
      }
      length += taken;
      return taken > 0;
    },
    text: () => (room === null ? '' : beginning(room.toString('utf8', 0, length), lineEnd)),
  };
}

/** Of a text line. */
export const lineEnd = /\r?\n$/;

const noMask = new Uint8Array(4);

function beginning(decoded: string, lineEnd: RegExp | null): string {
  const text = (lineEnd === null ? decoded : decoded.replace(lineEnd, '')).slice(0, longestText);
  // Not half a character.
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last < 0xdc00 ? text.slice(0, -1) : text;
}
