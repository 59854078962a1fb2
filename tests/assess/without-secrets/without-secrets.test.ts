/** What is overwritten in a recording for files, and that it is dissected as before. */
import { describe, expect, it } from 'vitest';
import { createHpackDecoder } from '../../../src/dissect/http2/hpack/hpack.ts';
import { all, credentialsOnly, left } from './left.ts';

describe('of HTTP/1', () => {
  const request = (key: string, credential: string, content: string) =>
    `POST /x-key: HTTP/1.1\r\nX-Key: ${key}\r\nAuthorization: ${credential}\r\nAccept: a\r\nContent-Length: 3\r\n\r\n${content}`;

  it.each([1, 7, 1000])(
    'values and content are overwritten, request after request, in pieces of %i',
    (size) => {
      const twice = (key: string, credential: string, content: string) =>
        request(key, credential, content).repeat(2);
      const whole = twice('abc', 'Basic x', 'a:b');
      expect(left('c2s', whole, all, size)).toBe(twice('***', '*******', '***'));
      expect(left('c2s', whole, credentialsOnly, size)).toBe(twice('abc', '*******', 'a:b'));
    },
  );

  it('what is not whole is overwritten as far as it goes', () => {
    const cut = request('abc', 'Basic x', 'abc');
    for (let end = 0; end <= cut.length; end++) {
      const kept = left('c2s', cut.slice(0, end), all, 1000);
      expect(kept).toBe(request('***', '*******', '***').slice(0, end));
    }
  });

  it('what follows a handshake is no request', () => {
    const upgraded = 'GET / HTTP/1.1\r\nUpgrade: websocket\r\nX-Key: abc\r\n\r\n\x81\x05X-Key: abc\r\n\r\n';
    expect(left('c2s', upgraded, all)).toBe(upgraded.replace('abc', '***'));
  });

  it('credentials that come back are overwritten, whatever is said around them', () => {
    const answer = 'HTTP/1.1 200 OK\r\nX-Key: abc\r\n\r\nyou sent credential-1, twice credential-1';
    expect(left('s2c', answer, all)).toBe(answer.replaceAll('credential-1', '************'));
    expect(left('s2c', 'a short one', { ...all, values: ['short'] })).toBe('a short one');
  });
});

describe('of HTTP/2', () => {
  const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
  const frame = (type: number, flags: number, payload: Buffer): Buffer => {
    const head = Buffer.alloc(9);
    head.writeUIntBE(payload.length, 0, 3);
    head.set([type, flags, 0, 0, 0, 1], 3);
    return Buffer.concat([head, payload]);
  };
  const text = (value: string) => [value.length, ...Buffer.from(value)];
  /** 'www.example.com', RFC 7541 §C.4.1. */
  const huffman = [0x8c, 0xf1, 0xe3, 0xc2, 0xe5, 0xf2, 0x3a, 0x6b, 0xa0, 0xab, 0x90, 0xf4, 0xff];
  const block = Buffer.from([
    ...[0x82, 0x44, ...text('/path')], // GET, and a path that goes into the table.
    ...[0x10, ...text('x-key'), ...huffman],
    ...[0x10, ...text('x-key'), ...text('abc')],
    ...[0x1f, 0x08, ...text('Basic x')], // Authorization, by its index of 23.
    ...[0x1f, 0x11, ...huffman], // Cookie, 32.
    ...[0x00, ...text('x-key'), ...text('indexed')], // As proxies send it.
    ...[0xbe, 0x20], // The path again, and an update of the table.
  ]);
  const asterisks = '*'.repeat(12);
  const fieldsIn = (bytes: Buffer): string[] => {
    const fields: string[] = [];
    expect(createHpackDecoder().decode(bytes, (name, value) => fields.push(`${name}: ${value}`))).toBe(
      'hpack.late-update',
    );
    return fields;
  };

  it.each([
    [all, [`x-key: ${asterisks}`, 'x-key: ***'], '*******', '*****'],
    [credentialsOnly, ['x-key: www.example.com', 'x-key: abc'], 'indexed', 'hello'],
  ] as const)('values and content are overwritten where they stand: %j', (secrets, keys, plain, content) => {
    const [padding, priority] = [Buffer.from([2]), Buffer.from([0, 0, 0, 0, 9])];
    for (const cut of [0, 1, 20, block.length]) {
      const whole = Buffer.concat([
        Buffer.from(preface),
        frame(4, 0, Buffer.alloc(0)),
        frame(1, 0x8 | 0x20, Buffer.concat([padding, priority, block.subarray(0, cut), Buffer.from('pp')])),
        frame(9, 0x4, block.subarray(cut)),
        frame(0, 0x8, Buffer.concat([padding, Buffer.from('hello'), Buffer.from('pp')])),
        frame(0, 1, Buffer.from('hello')),
      ]);
      const kept = Buffer.from(left('c2s', whole, secrets), 'latin1');
      const from = preface.length + 9 + 9 + 6;
      const fields = Buffer.concat([
        kept.subarray(from, from + cut),
        kept.subarray(from + cut + 2 + 9).subarray(0, block.length - cut),
      ]);
      expect(fieldsIn(fields)).toEqual([
        ...[':method: GET', ':path: /path', ...keys],
        ...['authorization: *******', `cookie: ${asterisks}`, `x-key: ${plain}`, ':path: /path'],
      ]);
      expect(kept.subarray(-14 - 17).toString('latin1')).toBe(
        whole
          .subarray(-14 - 17)
          .toString('latin1')
          .replaceAll('hello', content),
      );
    }
  });

  it('what is cut off is overwritten as far as it goes, and a block that never ended', () => {
    const padding = Buffer.from([2]);
    const whole = (key: string, content: string) =>
      Buffer.concat([
        Buffer.from(preface),
        frame(0, 0x8, Buffer.concat([padding, Buffer.from(content), Buffer.from('pp')])),
        frame(1, 0, Buffer.from([0x10, ...text('x-key'), ...text(key)])),
      ]).toString('latin1');
    const [bytes, hidden] = [whole('secret', 'hello'), whole('******', '*****')];
    expect(left('c2s', bytes, all)).toBe(hidden);
    for (let end = preface.length; end < bytes.length; end++)
      expect(left('c2s', bytes.slice(0, end), all)).toBe(hidden.slice(0, end));
  });

  it('a value whose name is not known is overwritten', () => {
    const whole = (value: string) =>
      preface + frame(1, 0x4, Buffer.from([0x1f, 70, ...text(value)])).toString('latin1');
    expect(left('c2s', whole('abc'), credentialsOnly)).toBe(whole('***'));
  });

  it('a table that was made larger holds what it holds', () => {
    const long = Buffer.concat([
      Buffer.from([0x7f, 0x80 + 3000 - 127 - 128 * 22, 22]),
      Buffer.alloc(3000, 'a'),
    ]);
    const block = Buffer.concat([
      Buffer.from([0x3f, 0xe1, 0xff, 0x03]), // 65,536 bytes.
      ...['x-1', 'x-2'].map((name) => Buffer.concat([Buffer.from([0x40, ...text(name)]), long])),
      Buffer.from([0x0f, 63 - 15, ...text('plain')]),
    ]);
    const whole = preface + frame(1, 0x4, block).toString('latin1');
    expect(left('c2s', whole, all)).toBe(whole);
  });

  it('whatever is cut or broken is read without an end being passed', () => {
    const whole = Buffer.concat([
      Buffer.from(preface),
      frame(1, 0x4, block),
      frame(0, 1, Buffer.from('hello')),
    ]);
    for (let end = 0; end < whole.length; end++) left('c2s', whole.subarray(0, end), all, 1000);
    for (let at = preface.length; at < whole.length; at++) {
      const broken = Buffer.from(whole);
      broken[at] = 0xff;
      left('c2s', broken, all, 1000);
    }
  });
});
