/**
 * A header or trailer section of HTTP/1.x: lines up to an empty one. It is found where it lies; bytes are buffered
 * only when it is split across events. A line may end in a bare LF. RFC 9112 §2.2, §5.
 */

/** A longer section is refused. */
export const longestSection = 65_536;

export function createSection(): Section {
  return { buffered: null, length: 0, line: 'start', hasLine: false, text: null, overlong: false };
}

/** Reads on from `from`, as far as `to`; gives the index after what it took. Then `text`, `overlong` or neither (more is to come) is set. */
export function readSection(section: Section, bytes: Buffer, from: number, to: number): number {
  const limit = Math.min(to, from + longestSection - section.length);
  const readable = bytes.subarray(0, limit);
  let at = from;
  while (at < limit) {
    if (section.line === 'inside') {
      const lineFeed = readable.indexOf(10, at);
      if (lineFeed < 0) {
        at = limit;
        break;
      }
      at = lineFeed + 1;
      section.line = 'start';
      section.hasLine = true;
    } else {
      const byte = bytes[at];
      at += 1;
      if (byte === 10) {
        section.text = textUpTo(section, bytes, from, at);
        return at;
      }
      section.line = byte === 13 && section.line === 'start' ? 'after CR' : 'inside';
    }
  }
  buffer(section, bytes, from, at);
  section.overlong = section.length >= longestSection;
  return at;
}

/** What has been buffered of an unfinished section, up to its last whole line. */
export function wholeLines(section: Section): string {
  if (section.buffered === null) return '';
  return section.buffered.toString('latin1', 0, section.buffered.lastIndexOf(10, section.length - 1) + 1);
}

function textUpTo(section: Section, bytes: Buffer, from: number, to: number): string {
  if (section.buffered === null) return bytes.toString('latin1', from, to);
  return section.buffered.toString('latin1', 0, section.length) + bytes.toString('latin1', from, to);
}

function buffer(section: Section, bytes: Buffer, from: number, to: number): void {
  const length = section.length + to - from;
  if (section.buffered === null || section.buffered.length < length) {
    const larger = Buffer.alloc(Math.max(1_024, 2 * length));
    section.buffered?.copy(larger, 0, 0, section.length);
    section.buffered = larger;
  }
  bytes.copy(section.buffered, section.length, from, to);
  section.length = length;
}

export interface Section {
  /** Room for the buffered bytes, of which the first `length` are meant. */
  buffered: Buffer | null;
  length: number;
  line: 'start' | 'after CR' | 'inside';
  /** At least one line is complete. */
  hasLine: boolean;
  /** The whole section, one character a byte, once it is complete. */
  text: string | null;
  overlong: boolean;
}
