/**
 * A header or trailer section of HTTP/1.x: lines up to an empty one. It is found where it lies; bytes are kept
 * only when it is split across events. A line may end in a bare LF. RFC 9112 §2.2, §5.
 */

/** A longer section is refused. */
export const longestSection = 65_536;

export function createSection(): Section {
  return { kept: null, length: 0, line: 'start', hasLine: false, text: null, overlong: false };
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
  keep(section, bytes, from, at);
  section.overlong = section.length >= longestSection;
  return at;
}

/** What has been kept of an unfinished section, up to its last whole line. */
export function wholeLines(section: Section): string {
  if (section.kept === null) return '';
  return section.kept.toString('latin1', 0, section.kept.lastIndexOf(10, section.length - 1) + 1);
}

function textUpTo(section: Section, bytes: Buffer, from: number, to: number): string {
  if (section.kept === null) return bytes.toString('latin1', from, to);
  return section.kept.toString('latin1', 0, section.length) + bytes.toString('latin1', from, to);
}

function keep(section: Section, bytes: Buffer, from: number, to: number): void {
  const length = section.length + to - from;
  if (section.kept === null || section.kept.length < length) {
    const larger = Buffer.alloc(Math.max(1_024, 2 * length));
    section.kept?.copy(larger, 0, 0, section.length);
    section.kept = larger;
  }
  bytes.copy(section.kept, section.length, from, to);
  section.length = length;
}

export interface Section {
  /** Room for the kept bytes, of which the first `length` are meant. */
  kept: Buffer | null;
  length: number;
  line: 'start' | 'after CR' | 'inside';
  /** At least one line is complete. */
  hasLine: boolean;
  /** The whole section, one character a byte, once it is complete. */
  text: string | null;
  overlong: boolean;
}
