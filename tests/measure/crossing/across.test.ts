/**
 * Which crossings are of different exchanges, so that neither message answers the other: on HTTP the exchange tells
 * (RFC 9110 §3.4); on a WebSocket (RFC 6455) or a raw stream whatever crossed was sent without the other.
 */
import { describe, expect, it } from 'vitest';
import { framed, handshake, measured, type Sent, whole } from './sent.ts';

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
const answer = (content: string) => `HTTP/1.1 200 OK\r\nContent-Length: ${content.length}\r\n\r\n${content}`;
const upload = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n';

const cases: [string, boolean, Sent[]][] = [
  [
    'a pipelined request and the answer to the one before it',
    true,
    [
      ['c2s', get('/1'), 0],
      ['s2c', answer('one'), 0],
      ['c2s', get('/2'), 10],
      ['s2c', answer('two'), 0],
    ],
  ],
  [
    'a request and the answer that runs beside it',
    false,
    [
      ['c2s', `${upload}one`, 0],
      ['s2c', answer('early').slice(0, -2), 0],
      ['c2s', 'two', 10],
      ['s2c', answer('early').slice(-2), 3],
      ['c2s', 'end', 0],
    ],
  ],
  [
    'messages of WebSocket, though one comes after the other',
    true,
    [...handshake, ['c2s', framed('c2s', whole, 'hi'), 0], ['s2c', framed('s2c', whole, 'hello'), 8]],
  ],
  [
    'messages of WebSocket of which the one answers the other',
    false,
    [...handshake, ['c2s', framed('c2s', whole, 'hi'), 0], ['s2c', framed('s2c', whole, 'hello'), 0]],
  ],
  [
    'lines that pass each other',
    true,
    [
      ['c2s', 'one\n', 0],
      ['s2c', 'eins\n', 4],
      ['c2s', 'two\n', 0],
      ['s2c', 'zwei\n', 0],
    ],
  ],
];

describe('a crossing of different exchanges', () => {
  it.each(cases)('%s: %s', (_, isAcross, sent) => {
    const { groups } = measured(...sent);
    expect(groups.map(({ shape }) => shape.crossingAcross)).toEqual([isAcross]);
  });

  it('shows the first two that crossed so, after others of one exchange', () => {
    const { groups } = measured(
      ['c2s', `${upload}one`, 0],
      ['s2c', answer('early').slice(0, -2), 0],
      ['c2s', 'two', 10],
      ['s2c', answer('early').slice(-2), 3],
      ['c2s', 'end', 0],
      ['c2s', get('/2'), 0],
      ['s2c', answer('two'), 0],
      ['c2s', get('/3'), 10],
      ['s2c', answer('three'), 0],
    );
    const { crossing, crossingAcross } = groups[0]?.shows ?? {};
    expect(crossing?.map(({ message }) => message)).toEqual([1, 1]);
    expect(crossingAcross?.map(({ message }) => message)).toEqual([3, 2]);
  });
});
