/**
 * The first characters of a text message, RFC 6455 §5.6: the only payload that is unmasked (§5.3) and kept. A lane
 * has one message at a time, so the room is taken once.
 */

/** Characters that a message shows. */
const longestText = 200;
/** Bytes that surely hold as many characters in UTF-8. */
const enoughBytes = 4 * longestText;

export function textStart(): TextStart {
  let kept: Buffer | null = null;
  let length = 0;
  return {
    clear() {
      length = 0;
    },
    add(slice, mask, index) {
      kept ??= Buffer.alloc(enoughBytes);
      const taken = Math.min(slice.length, enoughBytes - length);
      unmask(slice.subarray(0, taken), mask, index, kept.subarray(length));
      length += taken;
      return taken > 0;
    },
    text: () => (kept === null ? '' : textOf(kept.toString('utf8', 0, length))),
  };
}

/** `index`: how many bytes of the frame's payload came before. */
export function unmask(slice: Uint8Array, mask: Uint8Array | null, index: number, into: Uint8Array): void {
  for (let at = 0; at < slice.length; at++) {
    into[at] = (slice[at] ?? 0) ^ (mask?.[(index + at) % 4] ?? 0);
  }
}

function textOf(decoded: string): string {
  const text = decoded.slice(0, longestText);
  // Not half a character.
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}

export interface TextStart {
  /** A new message begins. */
  clear(): void;
  /** Whether it took any of these bytes. */
  add(slice: Uint8Array, mask: Uint8Array | null, index: number): boolean;
  text(): string;
}
