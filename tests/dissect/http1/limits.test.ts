/** What HTTP/1.x messages say of themselves, what is waited for, and what is too long. */

import { describe, expect, it } from 'vitest';
import { http1 } from '../../../src/dissect/http1/http1.ts';
import type { HttpFields, Message } from '../../../src/model/message.ts';
import type { Direction } from '../../../src/model/trace.ts';
import { quiet, replay } from '../replay.ts';
import { byteByByte, client, cut, type Step, server, take } from '../steps.ts';

const fieldsOf = (steps: Step[]): (HttpFields | undefined)[] =>
  replay(http1, steps).raw.map(({ http }) => http);

describe('the fields of a message', () => {
  it('are read without regard to case, and joined where they are repeated', () => {
    const request =
      'GET /a?b HTTP/1.1\r\nCONNECTION: keep-alive\r\nX: y\r\nconnection: foo\r\nKeep-Alive: timeout=5\r\nupgrade: h2c\r\n\r\n';
    const response =
      'HTTP/1.0 200 OK\r\ncontent-TYPE:  text/plain \r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n';
    expect(fieldsOf([client(request), server(response)])).toEqual([
      {
        version: '1.1',
        method: 'GET',
        path: '/a?b',
        persistent: true,
        connection: 'keep-alive, foo',
        keepAlive: 'timeout=5',
        upgrade: 'h2c',
      },
      {
        ...{ version: '1.0', status: 200, persistent: true, connection: 'Keep-Alive' },
        ...{ contentType: 'text/plain', length: 0 },
      },
    ]);
  });

  it.each([
    ['GET / HTTP/1.1\r\n\r\n', true],
    ['GET / HTTP/1.1\r\nConnection: foo, Close\r\n\r\n', false],
    ['GET / HTTP/1.1\r\nConnection: closed\r\n\r\n', true],
    ['GET / HTTP/1.0\r\n\r\n', false],
    ['GET / HTTP/1.0\r\nConnection: x, Keep-Alive\r\n\r\n', true],
    ['GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n', false],
  ])('%j lets the connection persist: %s', (head, persistent) => {
    expect(fieldsOf([client(head)])[0]?.persistent).toBe(persistent);
  });

  // Eight bytes are compared at once, as one number: zero has two signs, and what is no number equals nothing.
  it.each([0, 1, 2, 3, 4, 5, 6, 7])('are read anew where only bytes differ that no text has: %i', (shift) => {
    const head = (value: string) =>
      `GET / HTTP/1.1\r\nHost: a\r\nKeep-Alive: ${'p'.repeat(shift)}${value}q\r\n\r\n`;
    const values = [0x00, 0x80, 0x00, 0x7f, 0xff, 0x7f, 0xff, 0xff].map(
      (last) => `${(last > 0x7e && last !== 0x80 ? '\xf8' : '\0').repeat(15)}${String.fromCharCode(last)}`,
    );
    expect(fieldsOf(values.map((value) => client(head(value)))).map((fields) => fields?.keepAlive)).toEqual(
      values.map((value) => `${'p'.repeat(shift)}${value}q`),
    );
  });

  it('a response without a length of its own never lets the connection persist', () => {
    const response = 'HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n\r\n';
    expect(fieldsOf([client('GET / HTTP/1.1\r\n\r\n'), server(response)])[1]?.persistent).toBe(false);
  });

  it('of a request that is answered early are complete once its head is', () => {
    const steps: Step[] = [
      client('POST / HTTP/1.1\r\nConn'),
      server('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'),
      client('ection: close\r\n\r\n'),
    ];
    expect(fieldsOf(steps)[0]).toEqual({
      version: '1.1',
      method: 'POST',
      path: '/',
      persistent: false,
      connection: 'close',
    });
  });
});

describe('what belongs to nothing yet is pending', () => {
  const at = (seq: number) => ({ seq, at: 0 });

  it('from the first byte of a start-line until the head is complete', () => {
    const dissector = http1(1, quiet);
    expect(dissector.pending('c2s')).toBe(Number.POSITIVE_INFINITY);
    take(dissector, client('\r\n'), at(1));
    expect(dissector.pending('c2s')).toBe(Number.POSITIVE_INFINITY);
    take(dissector, client('G'), at(2));
    take(dissector, client('ET / HTTP/1.1\r\n'), at(3));
    expect(dissector.pending('c2s')).toBe(2);
    expect(dissector.pending('s2c')).toBe(Number.POSITIVE_INFINITY);
    take(dissector, client('Content-Length: 5\r\n\r\n'), at(4));
    expect(dissector.pending('c2s')).toBe(Number.POSITIVE_INFINITY);
  });

  it('while the response to an Upgrade is awaited', () => {
    const dissector = http1(1, quiet);
    take(dissector, client('GET / HTTP/1.1\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'), at(1));
    expect(dissector.pending('c2s')).toBe(Number.POSITIVE_INFINITY);
    take(dissector, client('abc'), at(2));
    take(dissector, client('def'), at(3));
    expect(dissector.pending('c2s')).toBe(2);
    take(dissector, server('HTTP/1.1 101 x\r\nUpgrade: x\r\n\r\n'), at(4));
    expect(dissector.pending('c2s')).toBe(Number.POSITIVE_INFINITY);
  });

  it('and a message begins where its first byte was, though it is reported later', () => {
    const { raw } = replay(http1, [client('GE'), client('T / HTTP/1.1\r\n'), client('\r\n')]);
    expect(raw.map(({ begin, end }) => [begin.seq, end?.seq])).toEqual([[1, 3]]);
  });
});

describe('what is too long ends the reading of that direction', () => {
  const get = 'GET / HTTP/1.1\r\n\r\n';
  const chunkedResponse = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'; // 47 bytes
  const a = (count: number) => 'a'.repeat(count);

  const cases: [string, Step[], string[]][] = [
    // The head without its field value has 22 bytes.
    ['a head of 64 KiB', [client(`GET / HTTP/1.1\r\nA:${a(65_514)}\r\n\r\n${get}`)], []],
    [
      'a head of 64 KiB and one byte',
      [client(`GET / HTTP/1.1\r\nA:${a(65_515)}\r\n\r\n${get}`)],
      ['client 0 a head longer than 64 KiB'],
    ],
    ['an endless start-line', [client(a(70_000))], ['client 0 a head longer than 64 KiB']],
    [
      'a bad start-line before an endless head',
      [client(`B\r\n${a(70_000)}`)],
      ['client 0 a malformed request line'],
    ],
    ['a chunk size line of 64 KiB', [client(get), server(`${chunkedResponse}1;${a(65_532)}\r\nx`)], []],
    [
      'a chunk size line of 64 KiB and one byte',
      [client(get), server(`${chunkedResponse}1;${a(65_533)}\r\nx`)],
      ['server 47 a chunk size line longer than 64 KiB'],
    ],
    [
      'an endless chunk size line',
      [client(get), server(`${chunkedResponse}${a(65_536)}`)],
      ['server 47 a chunk size line longer than 64 KiB'],
    ],
    [
      'endless trailers',
      [client(get), server(`${chunkedResponse}0\r\nA:${a(65_536)}`)],
      ['server 50 a trailer section longer than 64 KiB'],
    ],
    [
      'more than 1 MiB while the answer to a CONNECT is awaited',
      [client('CONNECT h:1 HTTP/1.1\r\n\r\n'), client(a(1_048_576)), client('a')],
      ['client 24 more than 1 MiB after a request to change the protocol, before its answer'],
    ],
    [
      'and as much where it comes together with the CONNECT',
      [client(`CONNECT h:1 HTTP/1.1\r\n\r\n${a(1_048_577)}`)],
      ['client 24 more than 1 MiB after a request to change the protocol, before its answer'],
    ],
  ];

  it.each(cases)('%s', (_, steps, faults) => {
    expect(replay(http1, steps).faults).toEqual(faults);
    // A prime that divides none of the limits.
    const parts = cut(steps, () => 997);
    expect(replay(http1, parts).faults).toEqual(faults);
  });

  it('and nothing after it is a message', () => {
    const steps: Step[] = [client(`NONSENSE\r\n\r\n${get}`), client(get)];
    expect(replay(http1, steps).messages).toEqual([]);
    expect(replay(http1, byteByByte(steps)).messages).toEqual([]);
  });
});

describe('requests that nobody answers', () => {
  const get = 'GET / HTTP/1.1\r\n\r\n'; // 18 bytes
  const ok = 'HTTP/1.1 204 No Content\r\n\r\n';
  const complaint = 'c2s 180000 more than 10,000 requests without a response: what follows is only counted';

  it('are kept up to 10,000 on a connection', () => {
    const { messages, limits } = messagesAndLimits([client(get.repeat(10_000))]);
    expect(limits).toEqual([]);
    expect(messages.c2s.at(-1)?.exchange).toBe(10_000);
  });

  it('are counted beyond that, which is said once', () => {
    const { messages, limits } = messagesAndLimits([client(get.repeat(10_003))]);
    expect(limits).toEqual([complaint]);
    expect(messages.c2s).toHaveLength(10_003);
    expect(messages.c2s.slice(-4).map(({ exchange }) => exchange)).toEqual([10_000, null, null, null]);
  });

  it('may be answered late, and what answers those that were not kept is not read', () => {
    const { messages, limits } = messagesAndLimits([
      client(get.repeat(10_003)),
      server(ok.repeat(10_003)),
      client(get),
    ]);
    expect(limits).toEqual([complaint]);
    expect(messages.c2s).toHaveLength(10_004);
    expect(messages.s2c).toHaveLength(10_000);
    expect(messages.s2c.at(-1)?.exchange).toBe(10_000);
  });

  it('are no more than 10,000 at once where they are answered in between', () => {
    const { messages, limits } = messagesAndLimits([client(get.repeat(10_000)), server(ok), client(get)]);
    expect(limits).toEqual([]);
    expect(messages.c2s.at(-1)?.exchange).toBe(10_001);
  });

  /** The messages of each direction, and which limits were reached. There are no violations. */
  function messagesAndLimits(steps: Step[]) {
    const messages: Record<Direction, Message[]> = { c2s: [], s2c: [] };
    const limits: string[] = [];
    const dissector = http1(1, {
      ...quiet,
      begun: (message) => messages[message.direction].push(message),
      // The requests have no Host, so that 10,000 of them are short.
      fault: ({ reason }) => expect(reason.id).toBe('http1.no-host'),
      control: ({ direction, what, from, detail }) => {
        if (what === 'limit') limits.push(`${direction} ${from} ${detail.reached}`);
      },
    });
    for (const [seq, step] of steps.entries()) take(dissector, step, { seq, at: 0 });
    return { messages, limits };
  }
});
