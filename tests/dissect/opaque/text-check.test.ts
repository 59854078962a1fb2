/** What is text, byte by byte and in any pieces: printable UTF-8 (RFC 3629), tabs and line ends. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTextCheck } from '../../../src/dissect/opaque/text-check.ts';

const accepts = (bytes: Uint8Array, cuts: number[] = []): boolean => {
  const check = createTextCheck();
  const places = [0, ...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b), bytes.length];
  return places.slice(1).every((to, nth) => check.accepts(bytes.subarray(places[nth], to)));
};

describe('text', () => {
  it.each([
    ['words', 'hello, you\n'],
    ['tabs and returns before line feeds', 'a\tb\r\n\r\n'],
    ['letters of two, three and four bytes', 'é ß € 漢 \u{10348} 😀\n'],
    ['the first and the last of them', '\u00a0\u07ff\u0800\ud7ff\ue000\uffff\u{10000}\u{10ffff}'],
    ['nothing', ''],
  ])('is %s', (_, text) => {
    expect(accepts(Buffer.from(text))).toBe(true);
  });

  it.each([
    ['a zero', [0x61, 0]],
    ['an escape', [0x1b, 0x5b]],
    ['a deletion', [0x7f]],
    ['a return that no line feed follows', [0x0d, 0x61]],
    ['two returns', [0x0d, 0x0d, 0x0a]],
    ['a control of two bytes', [0xc2, 0x85]],
    ['a byte that only goes on', [0x80]],
    ['a letter that breaks off', [0xe2, 0x82, 0x61]],
    ['a letter in more bytes than it needs', [0xc0, 0xaf]],
    ['the same in three bytes', [0xe0, 0x80, 0xaf]],
    ['the same in four', [0xf0, 0x80, 0x80, 0xaf]],
    ['half a pair of UTF-16', [0xed, 0xa0, 0x80]],
    ['more than there are letters', [0xf4, 0x90, 0x80, 0x80]],
    ['bytes that no UTF-8 has', [0xff]],
  ])('is not %s', (_, bytes) => {
    expect(accepts(Uint8Array.from(bytes))).toBe(false);
    expect(accepts(Uint8Array.from(bytes), [1, 2, 3])).toBe(false);
  });

  it('is what a decoder of UTF-8 takes, without controls, in whatever pieces', () => {
    const likely = fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc.string({ unit: 'binary', maxLength: 12 }).map((text) => Buffer.from(text)),
      fc.constantFrom(...['\r\n', '\r', '\u0085', '\u00a0', '€\r\n'].map((text) => Buffer.from(text))),
    );
    fc.assert(
      fc.property(fc.array(likely, { maxLength: 4 }), fc.array(fc.nat(40)), (parts, cuts) => {
        const bytes = Buffer.concat(parts);
        const decoded = (() => {
          try {
            return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
          } catch {
            return null;
          }
        })();
        // A return at the very end may still be one of a line end.
        const holds = decoded !== null && !/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n|$)/.test(decoded);
        if (holds || decoded !== null) expect(accepts(bytes, cuts)).toBe(holds);
      }),
      { numRuns: 2000 },
    );
  });

  it('a letter that is cut is not broken, and no line end', () => {
    const check = createTextCheck();
    expect(check.isAtLineEnd()).toBe(true);
    expect(check.accepts(Uint8Array.from([0x0a]))).toBe(true);
    expect(check.isAtLineEnd()).toBe(true);
    expect(check.accepts(Uint8Array.from([0xe2, 0x82]))).toBe(true);
    expect(check.isAtLineEnd()).toBe(false);
    expect(check.accepts(Uint8Array.from([0xac, 0x0a]))).toBe(true);
    expect(check.isAtLineEnd()).toBe(true);
  });
});
