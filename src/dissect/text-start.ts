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
  /** Whether it took any of these bytes; `copy` says how they are copied, where not as they are. */
  add(bytes: Uint8Array, copy?: (from: Uint8Array, to: Uint8Array) => void): boolean;
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
    add(bytes, copy = copyAll) {
      room ??= Buffer.alloc(enoughBytes);
      const taken = Math.min(bytes.length, enoughBytes - length);
      copy(bytes.subarray(0, taken), room.subarray(length));
      length += taken;
      return taken > 0;
    },
    text: () => (room === null ? '' : beginning(room.toString('utf8', 0, length), lineEnd)),
  };
}

/** Of a text line. */
export const lineEnd = /\r?\n$/;

const copyAll = (from: Uint8Array, to: Uint8Array): void => to.set(from);

function beginning(decoded: string, lineEnd: RegExp | null): string {
  const text = (lineEnd === null ? decoded : decoded.replace(lineEnd, '')).slice(0, longestText);
  // Not half a character.
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}
