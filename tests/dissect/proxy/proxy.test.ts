/** The header of the PROXY protocol, versions 1 and 2, in front of anything, cut anywhere; and what only begins like one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectionDissector } from '../../../src/dissect/connection.ts';
import type { Dissect } from '../../../src/dissect/dissector.ts';
import { readProxyHeader } from '../../../src/dissect/proxy/header.ts';
import type { Control } from '../../../src/model/message.ts';
import { quiet, replay } from '../replay.ts';
import { byteByByte, client, clientFin, close, cut, type Step, server, take } from '../steps.ts';
import { inet, inet6, local, more, signature, unix, unspecified, version2 } from './headers.ts';

const address = { host: '10.0.0.1', port: 80 };
const connection: Dissect = (ordinal, listener) =>
  connectionDissector(
    {
      ...{ type: 'open', seq: 0, at: 0, connection: ordinal, transport: 'tcp', control: false },
      front: { client: address, tap: address },
      back: { tap: null, server: address },
    },
    listener,
  );

const named = (header: string) => readProxyHeader(Buffer.from(header, 'latin1'));

describe('a header', () => {
  it.each([
    [
      'PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n',
      { version: 1, family: 'TCP4', source: '192.0.2.1:56324', destination: '198.51.100.2:443' },
    ],
    [
      'PROXY TCP6 2001:db8::1 ::ffff:192.0.2.2 1 65535\r\n',
      { version: 1, family: 'TCP6', source: '[2001:db8::1]:1', destination: '[::ffff:192.0.2.2]:65535' },
    ],
    ['PROXY UNKNOWN\r\n', { version: 1, family: 'UNKNOWN' }],
    ['PROXY UNKNOWN what ever 1 2\r\n', { version: 1, family: 'UNKNOWN' }],
    [
      inet,
      {
        ...{ version: 2, command: 'PROXY', family: 'INET', transport: 'STREAM' },
        ...{ source: '192.0.2.1:56324', destination: '198.51.100.2:443' },
      },
    ],
    [
      inet6,
      {
        ...{ version: 2, command: 'PROXY', family: 'INET6', transport: 'STREAM' },
        ...{ source: '[2001:db8:0:0:0:0:0:1]:1', destination: '[2001:db8:0:0:0:0:0:2]:443' },
      },
    ],
    [
      unix,
      {
        ...{ version: 2, command: 'PROXY', family: 'UNIX', transport: 'STREAM' },
        ...{ source: '/run/client', destination: '/run/server' },
      },
    ],
    [local, { version: 2, command: 'LOCAL' }],
    [unspecified, { version: 2, command: 'PROXY', family: 'UNSPEC', transport: 'UNSPEC' }],
  ])('names whom it passes on: %j', (header, detail) => {
    expect(named(header)).toEqual({ length: header.length, detail });
    expect(named(`${header}GET / HTTP/1.1\r\n`)).toEqual({ length: header.length, detail });
  });

  it('has more, of which ALPN and the name of the host are said', () => {
    const header = version2(
      1,
      0x11,
      inet.slice(16) + more([1, 'h2'], [2, 'example.org'], [4, '\0\0'], [0x20, 'x'], [0xe0, 'y']),
    );
    expect(named(header)).toMatchObject({ detail: { more: 'ALPN h2, AUTHORITY example.org, SSL, 0xe0' } });
  });

  it.each([
    'PROXY TCP4 192.0.2.1 198.51.100.2 56324\r\n',
    'PROXY TCP4 192.0.2.256 198.51.100.2 1 2\r\n',
    'PROXY TCP4 ::1 ::1 1 2\r\n',
    'PROXY TCP6 192.0.2.1 192.0.2.2 1 2\r\n',
    'PROXY TCP4 192.0.2.1 192.0.2.2 1 65536\r\n',
    'PROXY TCP4 192.0.2.1 192.0.2.2 1 2\n',
    `PROXY TCP4 ${' '.repeat(120)}`,
    `${signature}\x11\x11\0\0`,
    `${signature}\x22\x11\0\0`,
    version2(1, 0x11, '12345678901'),
    version2(1, 0x31, 'x'.repeat(215)),
    version2(1, 0x41, 'x'.repeat(215)),
    version2(1, 0x13, inet.slice(16)),
    version2(1, 0x11, `${inet.slice(16)}\x01\0\x09h2`),
    version2(1, 0x11, `${inet.slice(16)}\x01`),
  ])('is broken: %j', (header) => {
    expect(named(header)).toBe('broken');
  });

  it.each(['PROXY', 'PROXY ', 'PROXY TCP4 1', 'PROXY UN', '\r\n', `${signature}\x21`, inet.slice(0, -1)])(
    'may go on: %j',
    (header) => {
      expect(named(header)).toBe('cut');
    },
  );

  it.each([
    'PROXYING',
    'PROXY / HTTP/1.1\r\n',
    'PROXY to you\n',
    'PROXY UNKNOWNS\r\n',
    'POST /',
    '\r\nGET',
    'proxy TCP4 ',
  ])('is none: %j', (header) => {
    expect(named(header)).toBe('none');
  });
});

const get = 'GET /a HTTP/1.1\r\nHost: x\r\n\r\n'; // 28 bytes
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'; // 40 bytes
const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const settings = '\0\0\0\x04\0\0\0\0\0';
const line = 'PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n'; // 45 bytes

const behind: [string, (header: string) => Step[]][] = [
  ['HTTP/1.1', (header) => [client(header + get), server(ok), client(get), server(ok), close]],
  ['HTTP/2', (header) => [client(header + preface + settings), server(settings), close]],
  ['TLS', (header) => [client(`${header}\x16\x03\x01\0\x01\n`), server('\x16\x03\x03\0\x01\n'), close]],
  ['lines', (header) => [client(`${header}one\n`), server('two\n'), close]],
  ['lines that the server begins', (header) => [client(header), server('ready\n'), client('one\n'), close]],
  ['what is not known', (header) => [client(`${header}\0\n`), server('\x01\n'), close]],
  ['nothing', (header) => [client(header), clientFin, close]],
];

/** As without the header, but for the offsets of the client. */
const moved = (lines: string[], by: number): string[] =>
  lines.map((one) =>
    /^c2s/.test(one)
      ? one.replace(/(\d+)\.\.(\d+)/, (_, from, to) => `${Number(from) + by}..${Number(to) + by}`)
      : one,
  );

describe('behind a header', () => {
  const headers = {
    'version 1': line,
    'version 2': inet,
    'version 2, with paths': unix,
    'a check of its own': local,
  };
  const cases = Object.entries(headers).flatMap(([name, header]) =>
    behind.map(([what, script]) => ({ name, header, what, script })),
  );

  it.each(cases)('($name) $what is read as without it', ({ header, script }) => {
    const { raw: _, ...without } = replay(connection, script(''));
    for (const steps of [script(header), byteByByte(script(header)), cut(script(header), () => 7)]) {
      const { raw: __, ...found } = replay(connection, steps);
      expect(found).toEqual({
        ...without,
        messages: moved(without.messages, header.length),
        controls: [`c2s PROXY 0..${header.length}`, ...moved(without.controls, header.length)],
      });
    }
  });

  it('the header is told of as it is, once, where it began', () => {
    const controls: Control[] = [];
    const dissector = connection(1, { ...quiet, control: (control) => controls.push(control) });
    take(dissector, client(line.slice(0, 20)), { seq: 7, at: 0 });
    expect(dissector.pending('c2s')).toBe(7);
    take(dissector, client(line.slice(20) + get), { seq: 8, at: 0 });
    expect(controls).toMatchObject([{ seq: 7, direction: 'c2s', what: 'PROXY', detail: { family: 'TCP4' } }]);
  });

  it('that is broken nobody knows what follows', () => {
    for (const header of ['PROXY TCP4 no\r\n', `${signature}\x11\x11\0\0`])
      for (const steps of [
        [client(header + get), server(ok)],
        byteByByte([client(header + get), server(ok)]),
      ])
        expect(replay(connection, steps)).toMatchObject({
          ...{ protocols: ['unknown'], opaque: ['unknown'], messages: [], controls: [] },
          faults: ['client 0 a malformed header of the PROXY protocol'],
        });
  });

  it('what only begins like one is what it is', () => {
    const method = [client('PROXY / HTTP/1.1\r\n\r\n'), server(ok), close];
    const words = [client('PROXY me\n'), server('no\n'), close];
    for (const script of [method, byteByByte(method)])
      expect(replay(connection, script)).toMatchObject({
        protocols: ['HTTP/1.1'],
        controls: [],
        faults: [],
      });
    for (const script of [words, byteByByte(words)])
      expect(replay(connection, script)).toMatchObject({
        protocols: ['records'],
        controls: [],
        faults: [],
      });
  });

  it('a server that speaks first waits for no header', () => {
    const steps = [server('ready\n'), client(line), server('what?\n'), close];
    for (const script of [steps, byteByByte(steps)])
      expect(replay(connection, script)).toMatchObject({ protocols: ['records'], controls: [] });
  });

  it('nothing throws, and nothing is found but as it is cut', () => {
    const part = fc.oneof(
      fc.constantFrom(line, inet, unix, local, signature, 'PROXY ', get, 'one\n', '\0'),
      fc.string({ unit: fc.constantFrom(...'PROXY TCP46UNK.: 019\r\n\0\x21'), maxLength: 12 }),
    );
    const script = fc.array(
      fc.oneof(part.map(client), fc.constantFrom(server(ok), server('two\n'), clientFin)),
      {
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(script, (steps) => {
        const { raw: _, ...whole } = replay(connection, [...steps, close]);
        const { raw: __, ...pieces } = replay(connection, byteByByte([...steps, close]));
        expect(pieces).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });
});
