/**
 * Whether bytes are text: printable characters of UTF-8 (RFC 3629), tabs, and line ends (a line feed, with or without a
 * return before it). One byte of anything else and they are not. A character that is cut is not broken.
 */

export interface TextCheck {
  /** Whether all so far, with these bytes, is text. */
  accepts(bytes: Uint8Array): boolean;
  /** Whether what came so far ends in a line end; nothing does, too. */
  isAtLineEnd(): boolean;
}

export function createTextCheck(): TextCheck {
  /** How many bytes of the character are still to come, and between what the next of them must lie. */
  let missing = 0;
  let lowest = 0x80;
  let highest = 0xbf;
  let afterReturn = false;
  let isAtLineEnd = true;

  function begins(byte: number): boolean {
    const character = characters.find(({ from, to }) => byte >= from && byte <= to);
    if (character === undefined) return false;
    missing = character.more;
    lowest = character.lowest ?? 0x80;
    highest = character.highest ?? 0xbf;
    return true;
  }

  function isNext(byte: number): boolean {
    if (missing > 0) {
      const fits = byte >= lowest && byte <= highest;
      missing -= 1;
      lowest = 0x80;
      highest = 0xbf;
      return fits;
    }
    if (afterReturn) {
      afterReturn = false;
      return byte === lineFeed;
    }
    if ((byte >= 0x20 && byte <= 0x7e) || byte === lineFeed || byte === tab) return true;
    afterReturn = byte === carriageReturn;
    return afterReturn || begins(byte);
  }

  return {
    accepts(bytes) {
      for (const byte of bytes) if (!isNext(byte)) return false;
      if (bytes.length > 0) isAtLineEnd = bytes[bytes.length - 1] === lineFeed;
      return true;
    },
    isAtLineEnd: () => isAtLineEnd,
  };
}

const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;

/** By first byte, RFC 3629 §4; without U+0080 to U+009F, which are controls. */
const characters: readonly { from: number; to: number; more: number; lowest?: number; highest?: number }[] = [
  { from: 0xc2, to: 0xc2, more: 1, lowest: 0xa0 },
  { from: 0xc3, to: 0xdf, more: 1 },
  { from: 0xe0, to: 0xe0, more: 2, lowest: 0xa0 },
  { from: 0xe1, to: 0xec, more: 2 },
  { from: 0xed, to: 0xed, more: 2, highest: 0x9f },
  { from: 0xee, to: 0xef, more: 2 },
  { from: 0xf0, to: 0xf0, more: 3, lowest: 0x90 },
  { from: 0xf1, to: 0xf3, more: 3 },
  { from: 0xf4, to: 0xf4, more: 3, highest: 0x8f },
];
