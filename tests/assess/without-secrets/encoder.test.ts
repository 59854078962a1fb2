/** Field blocks as a real encoder writes them, that of Node: with its table, indices and Huffman code. */
import { once } from 'node:events';
import { connect, createServer } from 'node:http2';
import { duplexPair } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createHpackDecoder } from '../../../src/dissect/http2/hpack/hpack.ts';
import { all, left } from './left.ts';

type Fields = Record<string, string>;

/** What the client of Node writes for requests with these fields, one after another on one connection. */
async function written(requests: readonly Fields[], headerTableSize: number): Promise<Buffer> {
  const [near, far] = duplexPair();
  const chunks: Buffer[] = [];
  far.on('data', (chunk: Buffer) => chunks.push(chunk));
  const server = createServer({ settings: { headerTableSize } }).on('stream', (stream) => {
    stream.respond();
    stream.end();
  });
  server.emit('connection', far);
  const client = connect('http://a', { createConnection: () => near });
  for (const fields of requests) {
    const request = client.request({ ':path': '/', ...fields });
    request.resume().end();
    await once(request, 'close');
  }
  client.close();
  await once(client, 'close');
  return Buffer.concat(chunks);
}

const prefaceLength = 24;

/** The field lines of all HEADERS, none of which needs CONTINUATION here. */
function fieldsIn(bytes: Buffer): string[][] {
  const decoder = createHpackDecoder();
  const blocks: string[][] = [];
  for (let at = prefaceLength; at < bytes.length; at += 9 + bytes.readUIntBE(at, 3)) {
    if (bytes[at + 3] !== 1) continue;
    const fields: string[] = [];
    const isPrioritised = ((bytes[at + 4] ?? 0) & 0x20) !== 0;
    const block = bytes.subarray(at + 9 + (isPrioritised ? 5 : 0), at + 9 + bytes.readUIntBE(at, 3));
    expect(decoder.decode(block, (name, value) => fields.push(`${name}: ${value}`))).toBeNull();
    blocks.push([...fields, `size of the table: ${decoder.size()}`]);
  }
  return blocks;
}

const nameOf = (field: string): string => field.slice(0, field.indexOf(':', 1));

const secret = 'a-secret-of-more-than-twenty-characters';

describe('field blocks of a real encoder', () => {
  it.each([4096, 512, 0])(
    'hold no value that is hidden, with a table of %i bytes, and all others as they were',
    async (size) => {
      const fields = (nth: number): Fields => ({
        'x-key': secret,
        cookie: `${secret}; ${'~'.repeat(nth * 3)}`,
        authorization: `Basic ${secret}`,
        'x-plain': `plain ${nth} {|}~^`,
        'x-fills-the-table': `${nth}`.repeat(600),
      });
      // So many that the table forgets.
      const bytes = await written(
        Array.from({ length: 12 }, (_, nth) => fields(nth)),
        size,
      );
      const before = fieldsIn(bytes);
      expect(before.flat().filter((field) => field.includes(secret))).toHaveLength(36);
      const after = fieldsIn(Buffer.from(left('c2s', bytes, all, 100), 'latin1'));
      expect(after).toHaveLength(12);
      const isHidden = (field: string) => /^(x-key|cookie|authorization): /.test(field);
      for (const [nth, block] of before.entries()) {
        expect(after[nth]?.map(nameOf)).toEqual(block.map(nameOf));
        expect(after[nth]?.filter((field) => !isHidden(field))).toEqual(
          block.filter((field) => !isHidden(field)),
        );
      }
      expect(after.flat().filter((field) => /secret|Basic/.test(field))).toEqual([]);
    },
  );
});
