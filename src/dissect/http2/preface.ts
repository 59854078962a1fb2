/** The client's connection preface, RFC 9113 §3.4, which comes before its first frame. */
import type { Position } from '../../model/trace.ts';
import type { Place } from './frames.ts';

export const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');

export interface PrefaceReader {
  /** How many of these bytes, the first of which has this offset, belong to the preface; -1 where they differ from it. */
  read(bytes: Uint8Array, position: Position, offset: number): number;
  whole(): boolean;
  /** Where it begins, while only a part of it has come. */
  unfinished(): Place | null;
}

export function createPrefaceReader(): PrefaceReader {
  let read = 0;
  let begin: Place | null = null;
  return {
    read: (bytes, position, offset) => {
      begin ??= { begin: { seq: position.seq, at: position.at }, from: offset };
      const taken = Math.min(preface.length - read, bytes.length);
      for (let at = 0; at < taken; at++) {
        if (bytes[at] !== preface[read]) return -1;
        read++;
      }
      return taken;
    },
    whole: () => read === preface.length,
    unfinished: () => (read === preface.length ? null : begin),
  };
}
