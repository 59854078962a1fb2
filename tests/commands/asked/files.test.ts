/** What stands in files of requests of one's own. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { createHpackDecoder } from '../../../src/dissect/http2/hpack/hpack.ts';
import { readRecordings } from '../../../src/model/read-recordings.ts';
import type { Recording } from '../../../src/model/recording.ts';
import { closeServers, listening } from '../probe/probed.ts';
import { command } from '../through/said.ts';
import { type Got, keeping } from './keeping.ts';

const folder = mkdtempSync(join(tmpdir(), 'asked-'));
afterAll(() => {
  closeServers();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** All bytes of a recording, and beside them the fields that they stand for in HTTP/2. */
function said({ events }: Recording): string {
  const streams = new Map<string, Buffer>();
  for (const event of events)
    if (event.type === 'bytes') {
      const key = `${event.direction} ${event.connection}`;
      streams.set(key, Buffer.concat([streams.get(key) ?? Buffer.alloc(0), event.bytes]));
    }
  return [...streams.values()].map((bytes) => bytes.toString('latin1') + fieldsOf(bytes).join('\n')).join('');
}

/** Of field blocks that Node sends: in one frame, without padding. */
function fieldsOf(bytes: Buffer): string[] {
  const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
  if (!bytes.toString('latin1').startsWith(preface)) return [];
  const decoder = createHpackDecoder();
  const fields: string[] = [];
  for (let at = preface.length; at + 9 <= bytes.length; at += 9 + bytes.readUIntBE(at, 3))
    if (bytes[at + 3] === 1) {
      const from = at + 9 + ((bytes[at + 4] ?? 0) & 0x20 ? 5 : 0);
      const block = bytes.subarray(from, at + 9 + bytes.readUIntBE(at, 3));
      expect(decoder.decode(block, (name, value) => fields.push(`${name}: ${value}`))).toBe(null);
    }
  return fields;
}

describe('files', () => {
  /** All files that a probe of two servers writes, by name. */
  async function written(...options: string[]): Promise<string> {
    const to = mkdtempSync(join(folder, 'files-'));
    const got: Got[] = [];
    const [http1, http2] = [
      await listening(createServer(keeping(got))),
      await listening(createHttp2Server(keeping(got) as never)),
    ];
    for (const [port, http] of [
      [http1, '1.1'],
      [http2, '2'],
    ] as const) {
      const files = ['--trace', to, '--pcap', join(to, `${http}.pcap`), '--har', join(to, `${http}.har`)];
      const more = [
        '--html',
        join(to, `${http}.html`),
        '--markdown',
        join(to, `${http}.md`),
        '--json',
        join(to, `${http}.json`),
      ];
      const { code } = await command(
        'probe',
        `http://user:pass-word-1@127.0.0.1:${port}/`,
        '--http',
        http,
        ...files,
        ...more,
        ...options,
      );
      expect(code).toBe(0);
    }
    expect(
      got.filter(
        ({ headers }) =>
          headers.authorization === `Basic ${Buffer.from('user:pass-word-1').toString('base64')}`,
      ),
    ).toHaveLength(got.length);
    return readdirSync(to)
      .map((name) => {
        const text = readFileSync(join(to, name)).toString('latin1');
        const traces = name.endsWith('.ndjson') ? readRecordings(text).recordings.map(said) : [];
        return text + traces.join('');
      })
      .join('');
  }
  const own = [
    '--header',
    'Cookie: sweet-and-crumbly',
    '--header',
    'X-Key: not-for-files',
    '--body',
    `@${join(folder, 'content')}`,
  ];
  writeFileSync(join(folder, 'content'), 'content-not-for-files');
  const basic = Buffer.from('user:pass-word-1').toString('base64');

  it('hold nothing of values and content, and are read as before', async () => {
    const all = await written(...own);
    expect(all).toContain('X-Key: *************');
    // In the code of HPACK the same takes fewer bytes.
    expect(all).toMatch(/x-key: \*{9,13}\n/);
    for (const secret of ['pass-word-1', basic, 'sweet-and-crumbly', 'not-for-files'])
      expect({ secret, isThere: all.includes(secret) }).toEqual({ secret, isThere: false });
  });

  it('hold values and content, but no credentials, where --verbose wants it', async () => {
    const all = await written(...own, '--verbose');
    for (const told of ['X-Key: not-for-files', 'x-key: not-for-files', 'content-not-for-files'])
      expect(all).toContain(told);
    for (const secret of ['pass-word-1', basic, 'sweet-and-crumbly'])
      expect({ secret, isThere: all.includes(secret) }).toEqual({ secret, isThere: false });
  });
});
