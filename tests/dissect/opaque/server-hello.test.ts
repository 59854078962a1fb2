/** Which TLS a ServerHello agrees on, RFC 8446 §4.1.3 and RFC 5246 §7.4.1.3, in any pieces; of anything else nothing is said. */
import { describe, expect, it } from 'vitest';
import { createServerHelloReader } from '../../../src/dissect/opaque/server-hello.ts';

const versions = Buffer.from([0, 43, 0, 2, 3, 4]);
const protocol = (name: string) =>
  Buffer.from([0, 16, 0, name.length + 3, 0, name.length + 1, name.length, ...Buffer.from(name)]);
const renegotiation = Buffer.from([0xff, 1, 0, 1, 0]);

interface Parts {
  session?: number;
  /** Null: not even their length. */
  extensions?: Buffer[] | null;
  type?: number;
  record?: number;
  /** More than the message is long. */
  more?: Buffer;
}

function hello({ session = 32, extensions = [], type = 2, record = 22, more }: Parts = {}): Buffer {
  const list = Buffer.concat(extensions ?? []);
  const body = Buffer.concat([
    Buffer.from([3, 3]),
    Buffer.alloc(32, 7),
    Buffer.from([session]),
    Buffer.alloc(session, 43),
    Buffer.from([0xc0, 0x2f, 0]),
    ...(extensions === null ? [] : [Buffer.from([0, list.length]), list]),
  ]);
  const message = Buffer.concat([
    Buffer.from([type, 0, 0, body.length]),
    body,
    ...(more === undefined ? [] : [more]),
  ]);
  return Buffer.concat([Buffer.from([record, 3, 3, 0, message.length]), message]);
}

const agreed = (bytes: Buffer, size = bytes.length) => {
  const reader = createServerHelloReader();
  for (let at = 0; at < bytes.length; at += size) reader.read(bytes.subarray(at, at + size));
  return reader.agreed();
};

describe('a ServerHello', () => {
  it.each<[string, Parts, string | null]>([
    ['with supported_versions', { extensions: [renegotiation, versions] }, '1.3 or later'],
    ['with other extensions', { extensions: [renegotiation] }, '1.2 or before'],
    ['with HTTP/2', { extensions: [renegotiation, protocol('h2')] }, '1.2 and HTTP/2'],
    ['with HTTP/1.1', { extensions: [protocol('http/1.1')] }, '1.2 or before'],
    ['with none', { extensions: [], session: 0 }, '1.2 or before'],
    ['without room for any', { extensions: null }, '1.2 or before'],
    ['and a certificate after it', { extensions: [renegotiation], more: Buffer.alloc(60) }, '1.2 or before'],
    ['of which an extension is cut', { extensions: [renegotiation.subarray(0, 4)] }, null],
    ['that is another message', { type: 1 }, null],
    ['that is another record', { record: 23 }, null],
  ])('%s', (_, parts, expected) => {
    const bytes = hello(parts);
    expect(agreed(bytes)).toBe(expected);
    expect(agreed(bytes, 1)).toBe(expected);
  });

  it('of which the end has not come says nothing', () => {
    expect(agreed(hello({ extensions: [versions] }).subarray(0, -1))).toBeNull();
  });

  it('that claims to be longer than any is not waited for', () => {
    const bytes = hello();
    bytes.writeUInt16BE(16_000, 3);
    bytes.writeUIntBE(15_000, 6, 3);
    expect(agreed(Buffer.concat([bytes, Buffer.alloc(16_000)]), 100)).toBeNull();
  });
});
