/** Which messages crossed on HTTP/1.1 (RFC 9112) and HTTP/2 (RFC 9113), where much that crosses is no message. */
import { describe, expect, it } from 'vitest';
import { crossings, measured, type Sent } from './sent.ts';

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
const answer = (content: string) => `HTTP/1.1 200 OK\r\nContent-Length: ${content.length}\r\n\r\n${content}`;

describe('HTTP/1.1', () => {
  it('a pipelined request crosses with the answer to the one before it', () => {
    expect(crossings(['c2s', get('/1'), 0], ['s2c', answer('one'), 0], ['c2s', get('/2'), 10])).toBe(1);
  });

  it('a head of which the end comes later crosses with what crossed its beginning', () => {
    const request = get('/2');
    expect(
      crossings(
        ['c2s', get('/1'), 0],
        ['c2s', request.slice(0, 10), 0],
        ['s2c', answer('one'), 10],
        ['c2s', request.slice(10), 0],
        ['s2c', answer('two'), 0],
      ),
    ).toBe(1);
  });

  it('an interim response is no message, RFC 9110 §15.2', () => {
    const post = 'POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n';
    const interim = 'HTTP/1.1 100 Continue\r\n\r\n';
    expect(
      crossings(
        ['c2s', post, 0],
        ['s2c', interim, 0],
        ['c2s', 'hi', interim.length],
        ['s2c', answer('ok'), 0],
      ),
    ).toBe(0);
  });
});

const frame = (type: number, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer => {
  const header = Buffer.alloc(9);
  header.writeUIntBE(payload.length, 0, 3);
  header.writeUInt8(type, 3);
  header.writeUInt8(flags, 4);
  header.writeUInt32BE(stream, 5);
  return Buffer.concat([header, payload]);
};

/** Indexed fields of RFC 7541, appendix A: POST, http, / and :status 200. */
const post = (stream: number) => frame(1, 4, stream, Buffer.from([0x83, 0x86, 0x84]));
const ok = (stream: number) => frame(1, 4, stream, Buffer.from([0x88]));
const data = (stream: number, text: string, end = false) => frame(0, end ? 1 : 0, stream, Buffer.from(text));
const ping = frame(6, 0, 0, Buffer.alloc(8));
const settings = frame(4, 0, 0);
const opening: Sent[] = [
  ['c2s', Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), settings]), 0],
  ['s2c', settings, 0],
];

describe('HTTP/2', () => {
  it('SETTINGS that cross are no messages', () => {
    expect(crossings(...opening.slice(0, 1), ['s2c', settings, 33], ['c2s', post(1), 9])).toBe(0);
  });

  it('a ping within an open request crosses with nothing, RFC 9113 §6.7', () => {
    expect(
      crossings(
        ...opening,
        ['c2s', Buffer.concat([post(1), data(1, 'one')]), 0],
        ['s2c', Buffer.concat([ok(1), data(1, 'first')]), 0],
        ['s2c', data(1, 'second'), 0],
        ['c2s', ping, 15],
        ['c2s', data(1, 'two', true), 0],
        ['s2c', data(1, 'third', true), 0],
      ),
    ).toBe(0);
  });

  it('of two requests that interleave that one crosses whose bytes did', () => {
    const sent: Sent[] = [
      ...opening,
      ['c2s', Buffer.concat([post(1), data(1, 'one')]), 0],
      ['c2s', post(3), 0],
      ['s2c', ok(1), 0],
      ['s2c', data(1, 'first'), 0],
      ['c2s', data(3, 'of the other', true), 14],
      ['c2s', data(1, 'two', true), 0],
      ['s2c', data(1, 'second', true), 0],
    ];
    const { facts, groups } = measured(...sent);
    expect(facts.crossings).toBe(1);
    expect(groups[0]?.shows.crossing?.map(({ message }) => message)).toEqual([2, 1]);
  });

  it('a push that the client refuses after it crossed was no message, RFC 9113 §8.4', () => {
    const promise = frame(5, 4, 1, Buffer.from([0, 0, 0, 2, 0x82, 0x86, 0x84]));
    const pushed = Buffer.concat([promise, ok(2), data(2, 'unasked', true)]);
    const sent: Sent[] = [
      ...opening,
      ['c2s', post(1), 0],
      ['s2c', pushed, 0],
      ['c2s', data(1, 'more'), pushed.length],
    ];
    expect(crossings(...sent)).toBe(1);
    expect(crossings(...sent, ['c2s', frame(3, 0, 2, Buffer.from([0, 0, 0, 8])), 0])).toBe(0);
  });

  const promise = frame(5, 4, 1, Buffer.from([0, 0, 0, 2, 0x82, 0x86, 0x84]));
  const refused = frame(3, 0, 2, Buffer.from([0, 0, 0, 8]));

  it('a push whose promise crossed, and that was reported later, is taken back as well', () => {
    const sent: Sent[] = [
      ...opening,
      ['c2s', post(1), 0],
      ['s2c', promise, 5],
      ['s2c', Buffer.concat([ok(2), data(2, 'unasked', true)]), 0],
    ];
    expect(crossings(...sent)).toBe(1);
    expect(crossings(...sent, ['c2s', refused, 0])).toBe(0);
  });

  it('a push that was refused crosses with nothing any more', () => {
    const pushed = Buffer.concat([promise, ok(2), data(2, 'unasked', true)]);
    const sent: Sent[] = [...opening, ['c2s', post(1), 0], ['s2c', pushed, 0]];
    expect(crossings(...sent, ['c2s', Buffer.concat([refused, data(1, 'more')]), pushed.length])).toBe(0);
  });
});
