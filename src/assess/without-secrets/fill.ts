/** What stands in the place of what is hidden. */
import { huffmanCodes } from '../../dissect/http2/hpack/huffman.ts';

/** What is hidden in the requests of a client, or of a proxy that passes them on in its own way. */
export interface Hidden {
  /** Names of fields, in lower case. */
  names: ReadonlySet<string>;
  /** Whether content is, too. */
  content: boolean;
}

export const asterisk = 0x2a;

/**
 * Bytes in the code of RFC 7541, Appendix B, that are so many characters: a table of HPACK counts those (§4.1), so what
 * it holds, and every index into it, stays what it was. They tell the two lengths and nothing else of what was there.
 */
export function huffmanFill(bytes: number, characters: number): Buffer {
  let bits = '';
  for (let left = characters; left > 0; left--) {
    const fits = (bytes * 8 - bits.length) / left;
    // The longest that leaves enough for the others.
    bits += codes.findLast(({ length }) => length <= fits) ?? '';
  }
  const padded = bits.padEnd(bytes * 8, '1');
  return Buffer.from(
    Array.from({ length: bytes }, (_, at) => Number.parseInt(padded.slice(at * 8, at * 8 + 8), 2)),
  );
}

/** One of each length, the shortest first; of eight bits the asterisk. */
const codes = [
  ...new Map(huffmanCodes.map((code) => [code.length, code])).set(8, huffmanCodes[asterisk] ?? '').values(),
].sort((a, b) => a.length - b.length);
