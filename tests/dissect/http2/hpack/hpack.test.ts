/** The examples of RFC 7541 Appendix C, and each error that a decoder must find. */
import { describe, expect, it } from 'vitest';
import { createHpackDecoder } from '../../../../src/dissect/http2/hpack/hpack.ts';
import { huffmanDecode } from '../../../../src/dissect/http2/hpack/huffman.ts';
import { hex } from '../replay.ts';

function decode(
  decoder: ReturnType<typeof createHpackDecoder>,
  block: string,
): { fields: string[]; error: string | null } {
  const fields: string[] = [];
  const error = decoder.decode(hex(block), (name, value) => fields.push(`${name}: ${value}`));
  return { fields, error };
}

const request = [':method: GET', ':scheme: http', ':path: /', ':authority: www.example.com'];
const requests = [
  { fields: request, size: 57 },
  { fields: [...request, 'cache-control: no-cache'], size: 110 },
  {
    fields: [
      ':method: GET',
      ':scheme: https',
      ':path: /index.html',
      ':authority: www.example.com',
      'custom-key: custom-value',
    ],
    size: 164,
  },
];
const redirect = [
  'cache-control: private',
  'date: Mon, 21 Oct 2013 20:13:21 GMT',
  'location: https://www.example.com',
];
const responses = [
  { fields: [':status: 302', ...redirect], size: 222 },
  { fields: [':status: 307', ...redirect], size: 222 },
  {
    fields: [
      ':status: 200',
      'cache-control: private',
      'date: Mon, 21 Oct 2013 20:13:22 GMT',
      'location: https://www.example.com',
      'content-encoding: gzip',
      'set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1',
    ],
    size: 215,
  },
];

const sequences = [
  {
    section: 'C.3, requests without Huffman',
    table: null,
    expected: requests,
    blocks: [
      '8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d',
      '8286 84be 5808 6e6f 2d63 6163 6865',
      '8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65',
    ],
  },
  {
    section: 'C.4, requests with Huffman',
    table: null,
    expected: requests,
    blocks: [
      '8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff',
      '8286 84be 5886 a8eb 1064 9cbf',
      '8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf',
    ],
  },
  {
    section: 'C.5, responses without Huffman',
    // A size update to 256 stands before the first block: in the RFC both sides have agreed on it beforehand.
    table: '3fe101',
    expected: responses,
    blocks: [
      `4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32
       3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d`,
      '4803 3330 37c1 c0bf',
      `88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970
       7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61
       6765 3d33 3630 303b 2076 6572 7369 6f6e 3d31`,
    ],
  },
  {
    section: 'C.6, responses with Huffman',
    table: '3fe101',
    expected: responses,
    blocks: [
      `4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad
       1718 63c7 8f0b 97c8 e9ae 82ae 43d3`,
      '4883 640e ffc1 c0bf',
      `88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2
       e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07`,
    ],
  },
];

describe('the examples of RFC 7541', () => {
  for (const { section, table, expected, blocks } of sequences) {
    it(`decodes ${section}`, () => {
      const decoder = createHpackDecoder();
      if (table !== null) expect(decode(decoder, table)).toEqual({ fields: [], error: null });
      const decoded = blocks.map((block) => ({ ...decode(decoder, block), size: decoder.size() }));
      expect(decoded).toEqual(expected.map((line) => ({ ...line, error: null })));
    });
  }

  it.each([
    [
      'C.2.1, with indexing',
      '400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572',
      'custom-key: custom-header',
      55,
    ],
    ['C.2.2, without indexing', '040c 2f73 616d 706c 652f 7061 7468', ':path: /sample/path', 0],
    ['C.2.3, never indexed', '1008 7061 7373 776f 7264 0673 6563 7265 74', 'password: secret', 0],
    ['C.2.4, indexed', '82', ':method: GET', 0],
  ])('decodes %s', (_, block, field, size) => {
    const decoder = createHpackDecoder();
    expect(decode(decoder, block)).toEqual({ fields: [field], error: null });
    expect(decoder.size()).toBe(size);
  });
});

describe('the dynamic table', () => {
  it('is emptied by a field larger than it, which is no error', () => {
    const decoder = createHpackDecoder();
    // 40: room for one field of 8 bytes; "a: b" fits, "abcdefgh: i" does not.
    expect(decode(decoder, '3f09 4001 6101 62').error).toBeNull();
    expect(decoder.size()).toBe(34);
    expect(decode(decoder, '4008 6162 6364 6566 6768 0169').error).toBeNull();
    expect(decoder.size()).toBe(0);
  });

  it('keeps indices right over many evictions', () => {
    const decoder = createHpackDecoder();
    // Room for two fields of two bytes each.
    expect(decode(decoder, '3f25').error).toBeNull();
    for (let round = 0; round < 300; round++) expect(decode(decoder, '4001 6101 62').error).toBeNull();
    expect(decode(decoder, '4001 6301 64 be bf')).toEqual({ fields: ['c: d', 'c: d', 'a: b'], error: null });
    expect(decode(decoder, 'c0').error).toBe('hpack.index');
  });

  it('may grow to what the other side allows, and no further', () => {
    const decoder = createHpackDecoder();
    decoder.limit(8192);
    // 8192 = 31 + 8161, 8193 = 31 + 8162
    expect(decode(decoder, '3fe13f').error).toBeNull();
    expect(decode(decoder, '3fe23f').error).toBe('hpack.large-table');
  });

  it('must be made smaller by its encoder once the limit is lowered', () => {
    const lowered = createHpackDecoder();
    lowered.limit(100);
    expect(decode(lowered, '82').error).toBe('hpack.no-update');
    const obedient = createHpackDecoder();
    obedient.limit(100);
    expect(decode(obedient, '3f45 82')).toEqual({ fields: [':method: GET'], error: null });
  });
});

describe('errors', () => {
  it.each([
    ['index 0', '80', 'hpack.index'],
    ['an index behind the last entry', 'be', 'hpack.index'],
    ['a name index behind the last entry', '7e 0161', 'hpack.index'],
    ['an integer without an end', 'ff', 'hpack.cut-integer'],
    ['an integer of too many bytes', 'ff 8080808080 00', 'hpack.large-integer'],
    ['a string longer than the block', '4003 6162', 'hpack.cut-string'],
    ['a field without a value', '4001 61', 'hpack.cut-field'],
    ['a size update after a field', '82 20', 'hpack.late-update'],
    ['a size update beyond the limit', '3fe2ff03', 'hpack.large-table'],
    ['a Huffman code padded with zeros', '4081 00 0161', 'hpack.huffman'],
    ['a Huffman code padded with a whole byte', '4082 1fff 0161', 'hpack.huffman'],
    ['a Huffman code that holds EOS', '4084 ffffffff 0161', 'hpack.huffman'],
  ])('finds %s', (_, block, error) => {
    expect(decode(createHpackDecoder(), block).error).toBe(error);
  });
});

describe('the Huffman code', () => {
  it.each([
    // Codes of RFC 7541 Appendix B, padded with ones.
    ['the shortest', '07', '0'],
    ['a space', '53', ' '],
    ['tilde, 13 bits', 'ffef', '~'],
    ['a backslash, 19 bits', 'fffe1f', '\\'],
    ['byte 128, 20 bits', 'fffe6f', '\x80'],
    ['byte 249, 28 bits', 'ffffffef', '\xf9'],
    ['line feed, 30 bits', 'fffffff3', '\n'],
    ['byte 255, 26 bits', 'fffffbbf', '\xff'],
  ])('knows %s', (_, code, text) => {
    const bytes = hex(code);
    expect(huffmanDecode(bytes, 0, bytes.length)).toBe(text);
  });
});
