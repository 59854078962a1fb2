/** What stands for a value in the code of Huffman, RFC 7541 Appendix B. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { huffmanFill } from '../../../src/assess/without-secrets/fill.ts';
import { huffmanCodes, huffmanDecode } from '../../../src/dissect/http2/hpack/huffman.ts';

it('has as many bytes and characters as the value, whatever it was', () => {
  const ofCodes = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 40 });
  fc.assert(
    fc.property(ofCodes, (symbols) => {
      const bits = symbols.map((symbol) => huffmanCodes[symbol] ?? '').join('');
      const bytes = Math.ceil(bits.length / 8);
      const fill = huffmanFill(bytes, symbols.length);
      expect(fill).toHaveLength(bytes);
      expect(huffmanDecode(fill, 0, bytes)).toHaveLength(symbols.length);
    }),
    { numRuns: 3000 },
  );
});

it('is asterisks where they fit', () => {
  expect(huffmanDecode(huffmanFill(5, 5), 0, 5)).toBe('*****');
});
