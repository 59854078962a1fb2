/** Where the capture began midway, what is said tells who is the client, whatever the ports; only where it does not, they do. */
import { describe, expect, it } from 'vitest';
import { readCapture } from '../../../src/capture/capture.ts';
import { events, pcap, tcp, traced } from '../build.ts';
import { judge } from '../judge.ts';

/** By the ports alone `low` would be the server. */
const low: [number[], number] = [[10, 0, 0, 1], 40000];
const high: [number[], number] = [[10, 0, 0, 9], 50051];
const isServer = {
  low: '1 tcp 10.0.0.9 50051 > 10.0.0.1 40000',
  high: '1 tcp 10.0.0.1 40000 > 10.0.0.9 50051',
};

/** What one says after the other, each acknowledging what it had received. */
function saying(...said: [by: 'low' | 'high', text: string][]): Buffer[] {
  const next = { low: 1000, high: 5000 };
  return said.map(([by, text]) => {
    const [from, to] = by === 'low' ? [low, high] : [high, low];
    const packet = tcp({ from, to, seq: next[by], ack: next[by === 'low' ? 'high' : 'low'], data: text });
    next[by] += text.length;
    return packet;
  });
}
const found = (...said: [by: 'low' | 'high', text: string][]) => events(pcap(saying(...said)))[0];

const get = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const hex = (...words: string[]) => Buffer.from(words.join(''), 'hex').toString('latin1');
const settings = hex('000000', '04', '00', '00000000');
const acknowledged = hex('000000', '04', '01', '00000000');
const update = hex('000004', '08', '00', '00000000', '0000ffff');
const headers = (...fields: string[]) =>
  hex(`00000${fields.join('').length / 2}`, '01', '04', '00000001', ...fields);
const data = (length: number) => hex('000005', '00', '00', '00000001') + 'x'.repeat(length);

describe('who is the client is told', () => {
  it.each([
    ['a request line', get],
    ['one with a method that few know', 'BREW /pot HTTP/1.1\r\n\r\n'],
    ['one of a proxy', 'CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n'],
    ['the beginning of a long one', `GET /${'a'.repeat(1400)}`],
    ['the end of a long one', `${'a'.repeat(300)} HTTP/1.1\r\nHost: a\r\n\r\n`],
    ["HTTP/2's preface", `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${settings}`],
    ['a request on HTTP/2', headers('82', '86', '84')],
    ['a request after settings', acknowledged + update + headers('41', '8a')],
    [
      'a request with priority, padding and a table',
      hex('00000a', '01', '2c', '00000003', '00', '0000000010', '3fe11f', '83'),
    ],
    ['ClientHello', hex('16030100f7', '010000f3')],
    ['a PROXY header', 'PROXY TCP4 192.0.2.7 10.0.0.9 56324 80\r\n'],
    ['a PROXY header of version 2', hex('0d0a0d0a000d0a515549540a', '2111000c')],
    ["a mailer's greeting", 'EHLO client.example\r\n'],
  ])('by %s, which is its', (_, text) => {
    expect(found(['low', text])).toBe(isServer.high);
    expect(found(['high', text])).toBe(isServer.low);
    // After much that tells nothing.
    expect(found(['high', 'x'.repeat(900)], ['low', 'y'.repeat(900)], ['low', text])).toBe(isServer.high);
  });

  it.each([
    ['a status line', ok],
    ['one without a reason', 'HTTP/1.1 204 \r\n\r\n'],
    ['one of HTTP/1.0', 'HTTP/1.0 404 Not Found\r\n\r\n'],
    ["a server's first settings", settings + update],
    ['a response on HTTP/2', headers('88')],
    ['one behind content', data(5) + headers('48', '82', '10')],
    ['a promise', hex('000005', '05', '04', '00000001', '00000002', '82')],
    ['ServerHello', hex('160303007a', '02000076')],
    ['SSH that is heard alone', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ["a mail server's greeting", '220 mail.example ESMTP\r\n'],
    ["a mailbox's", '+OK ready\r\n'],
    ["another mailbox's", '* OK IMAP4rev1 ready\r\n'],
  ])("by %s, which is a server's", (_, text) => {
    expect(found(['high', text])).toBe(isServer.high);
    expect(found(['low', text])).toBe(isServer.low);
  });

  it('is counted where nothing but the ports tells, and not where they are named, or a SYN was seen', () => {
    const guessed = (said: Buffer[], ports: number[] = []) => {
      const capture = readCapture({ ports, opened: () => () => {} });
      capture.push(pcap(said));
      return capture.end().guesses;
    };
    const nothing = saying(['high', 'x'.repeat(900)], ['low', 'y'.repeat(900)]);
    const taken = { connections: 1, ports: [[40000, 50051]] };
    expect(guessed(nothing)).toEqual(taken);
    expect(guessed(nothing, [50051])).toEqual({ connections: 0, ports: [] });
    expect(guessed(saying(['high', settings], ['low', settings]))).toEqual(taken);
    expect(guessed(saying(['high', settings]))).toEqual({ connections: 0, ports: [] });
    expect(guessed(saying(['low', 'y'], ['low', get]))).toEqual({ connections: 0, ports: [] });
    const opened = tcp({ from: low[0] && low, to: high, seq: 999, flags: 'S' });
    expect(guessed([opened, ...nothing])).toEqual({ connections: 0, ports: [] });
  });

  it('by the ports where nothing tells, or both say the same', () => {
    for (const text of [
      'hello\n',
      'x'.repeat(3000),
      '',
      'HTTP/2 200',
      'GETTING on\r\n',
      '2200 apples\r\n',
      settings.slice(0, 8),
    ])
      expect(found(['low', 'z'], ['high', text], ['low', text], ['high', 'z'])).toBe(isServer.low);
    const banner = 'SSH-2.0-OpenSSH_9.2\r\n';
    expect(found(['high', banner], ['low', banner])).toBe(isServer.low);
    expect(found(['low', banner], ['high', banner])).toBe(isServer.low);
    // Frames that can be none: of a stream that is none, and of a length that none has.
    for (const frame of [
      hex('000001', '01', '04', '00000000', '82'),
      hex('000005', '06', '00', '00000000', '00'),
    ])
      expect(found(['low', frame])).toBe(isServer.low);
  });

  it('by a port that is named or known, whatever is said', () => {
    expect(events(pcap(saying(['low', get])), { ports: [40000] })[0]).toBe(isServer.low);
    const syn = tcp({ from: [[10, 0, 0, 3], 60000], to: low, seq: 1, flags: 'S' });
    const accept = tcp({ from: low, to: [[10, 0, 0, 3], 60000], seq: 1, ack: 2, flags: 'S' });
    const opening = [syn, accept, tcp({ from: [[10, 0, 0, 3], 60000], to: low, seq: 2, ack: 2 })];
    expect(events(pcap([...opening, ...saying(['low', get])]))).toContain(isServer.low.replace('1', '2'));
  });

  it('for all connections of a server of which one told', () => {
    const other: [number[], number] = [[10, 0, 0, 2], 41000];
    const silent = tcp({ from: high, to: other, seq: 1, ack: 1, data: 'x' });
    expect(events(pcap([...saying(['low', get]), silent]))).toContain(
      '2 tcp 10.0.0.2 41000 > 10.0.0.9 50051',
    );
  });
});

describe('while it is not known', () => {
  it('what is said waits, and is told in its order with its times', () => {
    const told = traced(pcap(saying(['low', 'x'], ['high', 'y'], ['low', 'z'], ['high', ok])));
    expect(told.map((event) => [event.type, event.at, 'direction' in event ? event.direction : ''])).toEqual([
      ['open', 0, ''],
      ['gap', 0, 's2c'],
      ['gap', 0, 'c2s'],
      ['bytes', 0, 'c2s'],
      ['bytes', 1e6, 's2c'],
      ['bytes', 2e6, 'c2s'],
      ['bytes', 3e6, 's2c'],
    ]);
    expect(told.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('it waits no longer than a few segments of the largest size, or until it is over', () => {
    const part = 'x'.repeat(60_000);
    const before = saying(['low', part], ['low', part]);
    const after = saying(['low', part], ['low', part], ['low', part], ['high', ok]);
    expect(events(pcap(before))[0]).toBe(isServer.low);
    expect(events(pcap(after))[0]).toBe(isServer.low);
    const few = saying(['low', part], ['low', part], ['high', ok]);
    expect(events(pcap(few))[0]).toBe(isServer.high);
    const reset = tcp({ from: low, to: high, seq: 1001, ack: 5000, flags: 'R' });
    expect(events(pcap([...saying(['low', 'x']), reset])).slice(-2)).toEqual(['1 reset s2c', '1 close']);
  });

  it('so much waits and no more, of however many', () => {
    const from = (nth: number): [number[], number] => [[10, 1, nth >> 8, nth & 255], 40000];
    const many = (count: number, length: number) => {
      const data = 'x'.repeat(length);
      const all = Array.from({ length: count }, (_, nth) =>
        tcp({ from: from(nth), to: high, seq: 1000, ack: 5000, data }),
      );
      // The first of all tells last.
      return events(
        pcap([...all, tcp({ from: from(0), to: high, seq: 1000 + length, ack: 5000, data: get })]),
      );
    };
    const first = (lines: string[]) => lines.find((line) => line.includes(' 10.1.0.0 '))?.slice(2);
    expect(first(many(3, 10))).toBe('tcp 10.1.0.0 40000 > 10.0.0.9 50051');
    expect(first(many(3000, 10))).toBe('tcp 10.0.0.9 50051 > 10.1.0.0 40000');
    expect(first(many(200, 60_000))).toBe('tcp 10.0.0.9 50051 > 10.1.0.0 40000');
  });
});

describe('what is judged', () => {
  const target = '10.0.0.9:50051';

  it('is the server that answers, with its exchanges', async () => {
    const [result, ...others] = await judge(
      pcap(saying(['low', get], ['high', ok], ['low', get], ['high', ok])),
    );
    expect(others).toEqual([]);
    expect(result).toMatchObject({ target, facts: { observed: { exchanges: 2 } } });
  });

  it('is so where a request line is longer than a segment', async () => {
    const line = `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n`;
    const pieces = [0, 1, 2].map((nth): ['low', string] => ['low', line.slice(nth * 8000, (nth + 1) * 8000)]);
    const rest: ['low', string] = ['low', 'Host: a\r\n\r\n'];
    const [result] = await judge(pcap(saying(...pieces, rest, ['high', ok], ['low', get], ['high', ok])));
    expect(result).toMatchObject({ target, facts: { observed: { exchanges: 2 } } });
  });

  it('is so where only answers were captured, or only requests', async () => {
    const [answers] = await judge(pcap(saying(['high', ok], ['high', ok])));
    expect(answers).toMatchObject({ target, facts: { observed: { messages: { c2s: 0 } } } });
    expect(answers?.verdicts?.observed?.conversation.mode).toBe('inconclusive');
    const [requests] = await judge(pcap(saying(['low', get], ['low', get])));
    expect(requests).toMatchObject({ target, facts: { observed: { messages: { c2s: 2, s2c: 0 } } } });
    expect(requests?.verdicts?.observed?.conversation.mode).toBe('inconclusive');
  });
});
