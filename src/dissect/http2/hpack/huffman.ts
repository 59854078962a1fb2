/**
 * The Huffman code of HPACK, RFC 7541 §5.2 and Appendix B. The code is canonical, so the length of each
 * symbol's code is all there is to know: the tree is built from the lengths once, when the module is read.
 */

/** A digit in base 32 a symbol, in the order of the symbols, 32 to a line: the length of its code in bits. The last is EOS. */
const lengths = [
  'dnsssssssoussussssssssusssssssss',
  '6aacd68baa8b8666555666666678f6ca',
  'd67777777777777777777777878djde6',
  'f56565666577666567655677777fbeds',
  'kmkkmmmnmnnnnnonoomnonnnnlmnmnno',
  'mlkmmnnlnmmolmnnllmlnmnnkmmmnmmn',
  'qqkjmnmpqqqrrqopjlqrrqrollqqsrrr',
  'koklmllnmmppooqnqrqqrrrrrsrrrrrq',
  'u',
].join('');

const endOfString = 256;
const longest = 30;

/**
 * Decodes the string of `bytes` from `from` up to `to`. Null where the code is broken: it holds EOS, or its
 * padding is longer than 7 bits or not all ones.
 */
export function huffmanDecode(bytes: Uint8Array, from: number, to: number): string | null {
  // The shortest code has 5 bits.
  const text = Buffer.allocUnsafe(Math.ceil(((to - from) * 8) / 5));
  let length = 0;
  let node = 0;
  let bitsSinceSymbol = 0;
  let onlyOnes = true;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    for (let shift = 7; shift >= 0; shift--) {
      const bit = (byte >> shift) & 1;
      const next = tree[2 * node + bit] ?? 0;
      if (next > 0) {
        node = next;
        bitsSinceSymbol++;
        if (bit === 0) onlyOnes = false;
        continue;
      }
      const symbol = -next - 1;
      if (symbol === endOfString) return null;
      text[length++] = symbol;
      node = 0;
      bitsSinceSymbol = 0;
      onlyOnes = true;
    }
  }
  return bitsSinceSymbol < 8 && onlyOnes ? text.toString('latin1', 0, length) : null;
}

/**
 * Two entries a node, for a 0 and a 1: the next node where it is positive, else `-symbol - 1`.
 * The root, 0, is nobody's child, so 0 stands for "not there yet" while the tree grows.
 */
const { tree, codes } = growTree();

/** The code of each byte, in digits 0 and 1. */
export const huffmanCodes: readonly string[] = codes.slice(0, endOfString);

function growTree(): { tree: Int16Array; codes: string[] } {
  const grown = new Int16Array(2 * lengths.length);
  const given: string[] = Array.from({ length: lengths.length }, () => '');
  let nodes = 1;
  let code = 0;
  // Canonical: codes are handed out by length, and by symbol within a length.
  for (let length = 1; length <= longest; length++) {
    code *= 2;
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (Number.parseInt(lengths.charAt(symbol), 32) !== length) continue;
      let node = 0;
      for (let shift = length - 1; shift > 0; shift--) {
        const edge = 2 * node + ((code >> shift) & 1);
        if (grown[edge] === 0) grown[edge] = nodes++;
        node = grown[edge] ?? 0;
      }
      grown[2 * node + (code & 1)] = -symbol - 1;
      given[symbol] = code.toString(2).padStart(length, '0');
      code++;
    }
  }
  return { tree: grown, codes: given };
}
