/** What a stream carries is told from its bytes alone, however they are cut. */
import { describe, expect, it } from 'vitest';
import { detect } from '../../src/dissect/detect.ts';
import { replay } from './replay.ts';
import { byteByByte, client, clientFin, close, type Step, server, serverFin } from './steps.ts';

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const settings = '\0\0\x06\x04\0\0\0\0\0\0\x02\0\0\0\0';
const emptySettings = '\0\0\0\x04\0\0\0\0\0';
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'; // 38 bytes
const okControl = 's2c 400 Bad Request 0..47';
const badRequest = 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'; // 47 bytes

interface Case {
  name: string;
  steps: Step[];
  /** These and the following are written as `Replay` says. */
  protocols: string[];
  messages?: string[];
  controls?: string[];
  faults?: string[];
}

const cases: Case[] = [
  {
    name: 'a request line',
    steps: [client('GET / HTTP/1.1\r\n\r\n'), server(ok)],
    protocols: ['HTTP/1.1'],
    messages: ['c2s 1 x1 GET / 0..18 +0 headers', 's2c 1 x1 200 0..38 +0 content-length'],
  },
  {
    name: 'empty lines before a request line',
    steps: [client('\r\n\r\nGET / HTTP/1.0\r\n\r\n')],
    protocols: ['HTTP/1.0'],
    messages: ['c2s 1 x1 GET / 4..22 +0 headers'],
  },
  {
    name: 'a method that begins like the preface of HTTP/2',
    steps: [client('PRINT * HTTP/1.1\r\n\r\n')],
    protocols: ['HTTP/1.1'],
    messages: ['c2s 1 x1 PRINT * 0..20 +0 headers'],
  },
  { name: 'the preface of HTTP/2', steps: [client(preface)], protocols: ['HTTP/2'] },
  { name: 'SETTINGS from a server that speaks first', steps: [server(settings)], protocols: ['HTTP/2'] },
  {
    name: 'empty SETTINGS from a server',
    steps: [server(emptySettings), client(preface)],
    protocols: ['HTTP/2'],
  },
  {
    name: 'a status line from a server that speaks first',
    steps: [server('HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n'), serverFin],
    protocols: ['HTTP/1.1'],
    controls: ['s2c 408 Request Timeout 0..51'],
  },
  {
    name: 'a handshake record of TLS',
    steps: [client('\x16\x03\x01\x02\0\x01\0\n\n'), server('\x16\x03\x03\n'), clientFin, close],
    protocols: ['TLS'],
  },
  {
    name: 'a greeting from a server',
    steps: [server('220 hello\r\n'), client('HELO me\r\n')],
    protocols: ['records'],
    messages: ['c2s 1 x- "HELO me" 0..9 +8 newline', 's2c 1 x- "220 hello" 0..11 +10 newline'],
  },
  {
    name: 'a greeting that begins like a status line',
    steps: [server('HTTP is not spoken here\n')],
    protocols: ['records'],
    messages: ['s2c 1 x- "HTTP is not spoken here" 0..24 +23 newline'],
  },
  {
    name: 'lines that are no HTTP, answered by lines',
    steps: [client('one\ntwo\n'), server('three\n')],
    protocols: ['records'],
    messages: [
      'c2s 1 x- "one" 0..4 +3 newline',
      'c2s 2 x- "two" 4..8 +3 newline',
      's2c 1 x- "three" 0..6 +5 newline',
    ],
  },
  {
    name: 'a line that is no HTTP, answered in HTTP',
    steps: [client('GET /\r\n'), server(badRequest)],
    protocols: ['HTTP/1.1'],
    controls: [okControl],
    faults: ['client 0 a malformed request line'],
  },
  {
    name: 'a line that is no HTTP, with no answer at all',
    steps: [client('one\n'), clientFin, serverFin, close],
    protocols: ['records'],
    messages: ['c2s 1 x- "one" 0..4 +3 newline'],
  },
  {
    name: 'a line to a server that has already finished',
    steps: [serverFin, client('one\n')],
    protocols: ['records'],
    messages: ['c2s 1 x- "one" 0..4 +3 newline'],
  },
  {
    name: 'a line that is no HTTP, until nothing more is read',
    steps: [client('one')],
    protocols: ['unknown'],
  },
  {
    name: 'half a line when the connection goes',
    steps: [client('GET / HT'), close],
    protocols: ['unknown'],
  },
  { name: 'nothing was said', steps: [clientFin, serverFin, close], protocols: [] },
  {
    name: 'what follows a CONNECT is anything: HTTP in a tunnel',
    steps: [
      client('CONNECT h:1 HTTP/1.1\r\n\r\n'),
      server('HTTP/1.1 200 OK\r\n\r\n'),
      client('GET / HTTP/1.1\r\n\r\n'),
      server(ok),
    ],
    protocols: ['HTTP/1.1', 'HTTP/1.1'],
    messages: [
      'c2s 1 x1 CONNECT h:1 0..24 +0 headers',
      'c2s 2 x2 GET / 24..42 +0 headers',
      's2c 1 x1 200 0..19 +0 headers',
      's2c 2 x2 200 19..57 +0 content-length',
    ],
  },
  {
    name: 'what follows a CONNECT is anything: TLS in a tunnel',
    steps: [
      client('CONNECT h:1 HTTP/1.1\r\n\r\n'),
      server('HTTP/1.1 200 OK\r\n\r\n'),
      client('\x16\x03\x01'),
    ],
    protocols: ['HTTP/1.1', 'TLS'],
    messages: ['c2s 1 x1 CONNECT h:1 0..24 +0 headers', 's2c 1 x1 200 0..19 +0 headers'],
  },
  {
    name: 'a tunnel in which the server speaks first, with the violation where it is in the whole stream',
    steps: [
      client('CONNECT h:1 HTTP/1.1\r\n\r\n'),
      server(`HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 408 x\r\nContent-Length: 0\r\n\r\n${ok}`),
    ],
    protocols: ['HTTP/1.1', 'HTTP/1.1'],
    messages: ['c2s 1 x1 CONNECT h:1 0..24 +0 headers', 's2c 1 x1 200 0..19 +0 headers'],
    controls: ['s2c 408 Request Timeout 19..56'],
    faults: ['server 56 a response that answers no request'],
  },
  {
    name: '101 to h2c',
    steps: [
      client('GET / HTTP/1.1\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n'),
      server('HTTP/1.1 101 Switching Protocols\r\nUpgrade: H2C\r\nConnection: Upgrade\r\n\r\n'),
      client(preface),
    ],
    protocols: ['HTTP/1.1', 'HTTP/2'],
    messages: ['c2s 1 x1 GET / 0..53 +0 headers'],
  },
  {
    name: '101 to h2c, with control and violations where they are in the whole stream',
    steps: [
      client(
        `GET / HTTP/1.1\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n${preface}\0\0\x08\x06\0\0\0\0\x0112345678`,
      ),
      server(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n${settings}`),
    ],
    protocols: ['HTTP/1.1', 'HTTP/2'],
    messages: ['c2s 1 x1 GET / 0..53 +0 headers'],
    controls: ['s2c 101 Switching Protocols 0..71', 's2c SETTINGS 71..86'],
    faults: ['client 77 PING on a stream other than 0', 'client 77 the first frame is not SETTINGS'],
  },
  {
    name: '101 to h2c and a bad preface',
    steps: [
      client('GET / HTTP/1.1\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\nPRI * HTTP/2.1'),
      server('HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n'),
    ],
    protocols: ['HTTP/1.1'],
    messages: ['c2s 1 x1 GET / 0..53 +0 headers'],
    faults: ['client 53 a bad connection preface'],
  },
];

describe('a stream is recognised by', () => {
  it.each(cases)('$name', ({ steps, protocols, messages = [], controls, faults = [] }) => {
    for (const [cut, script] of [
      ['whole', steps],
      ['byte by byte', byteByByte(steps)],
    ] as const) {
      const found = replay(detect, script);
      expect(found.protocols, cut).toEqual(protocols);
      expect(found.messages, cut).toEqual(messages);
      expect(found.faults, cut).toEqual(faults);
      if (controls !== undefined) expect(found.controls, cut).toEqual(controls);
    }
  });
});

describe('a server that speaks first is not taken for HTTP/2 by', () => {
  it.each([
    ['a frame that is not SETTINGS', '\0\0\x06\x06\0\0\0\0\0'],
    ['a length that no SETTINGS frame has', '\0\0\x05\x04\0\0\0\0\0'],
    ['a length beyond all frames', '\x06\0\0\x04\0\0\0\0\0'],
    ['SETTINGS on a stream, by its first byte', '\0\0\0\x04\0\x01\0\0\0'],
    ['SETTINGS on a stream, by its second byte', '\0\0\0\x04\0\0\x01\0\0'],
    ['SETTINGS on a stream, by its third byte', '\0\0\0\x04\0\0\0\x01\0'],
    ['SETTINGS on a stream, by its last byte', '\0\0\0\x04\0\0\0\0\x01'],
  ])('%s', (_, bytes) => {
    expect(replay(detect, [server(bytes)]).protocols).toEqual(['unknown']);
    expect(replay(detect, byteByByte([server(bytes)])).protocols).toEqual(['unknown']);
  });

  it('but the reserved bit of the stream counts for nothing', () => {
    expect(replay(detect, [server('\0\0\0\x04\0\x80\0\0\0')]).protocols).toEqual(['HTTP/2']);
  });
});
