/** Bytes that are not read: of no protocol that is known here, or encrypted, or in a tunnel; and hellos that are answered in clear. */
import { describe, expect, it } from 'vitest';
import { detect, detectLines } from '../../../src/dissect/detect.ts';
import type { MessageListener } from '../../../src/model/message.ts';
import { quiet, replay } from '../replay.ts';
import {
  byteByByte,
  client,
  clientFin,
  clientGap,
  close,
  type Step,
  server,
  serverFin,
  serverGap,
  take,
} from '../steps.ts';

const hello = '\x16\x03\x01\0\x05\x01\0\0\x01\n';
const badRequest = 'HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nno\n';
const ok = 'HTTP/1.1 200 OK\r\n\r\n';

const inAnyPieces = (steps: Step[], dissect = detect) =>
  [steps, byteByByte(steps)].map((script) => {
    const { raw: _, ...found } = replay(dissect, script);
    return found;
  });

describe('a stream of no known protocol', () => {
  const cases: [string, Step[]][] = [
    ['has a byte that is no text', [client('one\n'), server('two\n\0')]],
    ['has a letter that is broken', [client('one\n'), server('\xe2\x82\n')]],
    ['is a byte each way', [client('a'), server('b')]],
    ['is answered within a line', [client('pi'), server('po\n'), client('ng\n'), close]],
    ['takes turns within a line each', ['ping', 'bye\n'].flatMap((text) => [client(text), server(text)])],
    ['ends within a line', [client('one\n'), server('two\nthr'), close]],
    [
      'has a line that FIN cuts',
      [client('one\n'), server('two\n'), client('three'), clientFin, server('4\n'), close],
    ],
    ['has a line that the end of the record cuts', [client('one\n'), server('two')]],
    ['has a line that FIN of the server cuts', [server('two'), serverFin]],
    ['lacks a part of the record', [client('one\n'), server('two\n'), clientGap(3), client('x\n')]],
    ['lacks its beginning', [serverGap(null), server('two\n')]],
    ['is one byte', [server('\x16')]],
    ['begins as a hello and goes on otherwise', [server('one\n'), client('\x16'), client('a\n')]],
    ['begins as a hello and does not go on', [server('one\n'), client('\x16'), close]],
  ];

  it.each(cases)('is opaque where it %s', (_, steps) => {
    for (const found of inAnyPieces(steps)) {
      expect(found).toEqual({
        ...{ protocols: ['unknown'], opaque: ['unknown'], messages: [], faults: [] },
        controls: steps.some(({ what }) => what === 'gap') ? found.controls : [],
      });
    }
  });

  it('is lines while all is text, however long that takes, and then no more', () => {
    const told: string[] = [];
    const listener: MessageListener = {
      ...quiet,
      protocol: (_, protocol, isProvisional) => told.push(`${protocol}${isProvisional ? ' so far' : ''}`),
      begun: ({ ordinal, direction }) => told.push(`begun ${direction} ${ordinal}`),
      ended: ({ ordinal, direction }) => told.push(`ended ${direction} ${ordinal}`),
      opaque: (_, how) => told.push(how),
    };
    const dissector = detect(1, listener);
    const steps = [
      client('one\n'),
      server('two\nthr'),
      server('ee\n'),
      client('\0'),
      client('four\n'),
      close,
    ];
    for (const [seq, step] of steps.entries()) take(dissector, step, { seq, at: seq });
    expect(told).toEqual([
      'records so far',
      ...['begun c2s 1', 'ended c2s 1', 'begun s2c 1', 'ended s2c 1', 'begun s2c 2', 'ended s2c 2'],
      ...['unknown', 'unknown'],
    ]);
  });

  it('is lines whatever it holds where a lab says so', () => {
    const steps = [client('one\n'), server('two\n\0 three'), clientGap(3), close];
    expect(inAnyPieces(steps, detectLines)[0]).toMatchObject({
      protocols: ['records'],
      opaque: [],
      messages: [
        'c2s 1 x- "one" 0..4 +3 newline',
        's2c 1 x- "two" 0..4 +3 newline',
        expect.stringMatching(/cut$/),
      ],
    });
    const speaks = replay(detectLines, [client('GET / HTTP/1.1\r\n\r\n'), server(badRequest)]);
    expect(speaks.protocols).toEqual(['HTTP/1.1']);
  });
});

describe('what follows on HTTP, in a tunnel,', () => {
  const connect = [client('CONNECT h:1 HTTP/1.1\r\n\r\n'), server(ok)];
  const upgrade = [
    client('GET / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\n'),
    server('HTTP/1.1 101 x\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\n'),
  ];

  it.each([
    ['lines after a CONNECT', connect, [client('one\n'), server('two\n')], 'unknown'],
    ['bytes after a CONNECT', connect, [client('\0\n'), server('\x01\n')], 'unknown'],
    ['TLS after a CONNECT', connect, [client(hello), server(hello)], 'TLS'],
    ['lines after a 101', upgrade, [client('one\n'), server('two\n')], 'unknown'],
  ])('is not known: %s, and the messages before stay', (_, before, after, protocol) => {
    for (const found of inAnyPieces([...before, ...after, close])) {
      expect(found).toMatchObject({ protocols: ['HTTP/1.1', protocol], opaque: ['tunnel'], faults: [] });
      expect(found.messages).toHaveLength(2);
    }
  });

  it('is nothing where nothing follows, and HTTP where it is that', () => {
    for (const found of inAnyPieces([...connect, close])) expect(found.opaque).toEqual([]);
    for (const found of inAnyPieces([...connect, client('GET / HTTP/1.1\r\n\r\n'), server(badRequest)]))
      expect(found).toMatchObject({ protocols: ['HTTP/1.1', 'HTTP/1.1'], opaque: [] });
  });

  it('is lines where a lab says so', () => {
    const [found] = inAnyPieces([...connect, client('one\n'), server('two\n')], detectLines);
    expect(found).toMatchObject({ protocols: ['HTTP/1.1', 'records'], opaque: [] });
    expect(found?.messages).toHaveLength(4);
  });
});

describe('a TLS hello', () => {
  const told = ['client 0 a TLS hello, which the server answered in clear text: nothing is encrypted'];

  it.each([
    ['in TLS', [client(hello), server(hello)]],
    ['with an alert', [client(hello), server('\x15\x03\x01\0\x02\x02\x28'), serverFin]],
    ['by nothing', [client(hello), serverFin, close]],
    ['never', [client(hello)]],
    ['with a part of a record', [client(hello), server('\x16'), close]],
  ])('that is answered %s is TLS', (_, steps) => {
    for (const found of inAnyPieces(steps))
      expect(found).toMatchObject({
        protocols: ['TLS'],
        opaque: ['encrypted'],
        messages: [],
        faults: [],
      });
  });

  it('that is answered in HTTP is none, and the answer is read', () => {
    for (const ending of [[], [serverFin, clientFin, close]])
      for (const found of inAnyPieces([client(hello), server(badRequest), ...ending]))
        expect(found).toEqual({
          ...{ protocols: ['HTTP/1.1'], opaque: [], messages: [], faults: told },
          controls: ['s2c 400 Bad Request 0..47'],
        });
  });

  it.each([
    ['after it', [client(hello), server('what?\n'), serverFin, close]],
    ['before it, as the two cross', [server('220 ready\n'), client(hello), server('501 what?\n'), close]],
    ['until nothing more is recorded', [client(hello), server('what?\n')]],
  ])('that is answered in lines is none, and they are read: %s', (_, steps) => {
    for (const found of inAnyPieces(steps)) {
      expect(found).toMatchObject({ protocols: ['records'], opaque: [], faults: told });
      expect(found.messages.every((line) => line.startsWith('s2c'))).toBe(true);
    }
  });

  it('that is answered in other bytes says nothing', () => {
    for (const answer of ['\0\n', 'a', 'one\n\0'])
      for (const found of inAnyPieces([client(hello), server(answer), close]))
        expect(found).toMatchObject({
          protocols: ['unknown'],
          opaque: ['unknown'],
          messages: [],
          faults: [],
        });
  });

  it('after lines, as STARTTLS has it, makes the whole opaque', () => {
    const steps = [
      server('220 ready\n'),
      client('STARTTLS\n'),
      server('220 go\n'),
      client(hello),
      server(hello),
    ];
    for (const found of inAnyPieces(steps))
      expect(found).toMatchObject({ protocols: ['unknown'], opaque: ['unknown'], messages: [] });
  });
});
