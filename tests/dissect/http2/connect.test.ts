/** CONNECT and extended CONNECT: they end at their headers, and what follows is read as what it is. RFC 9113 §8.5, RFC 8441. */
import { describe, expect, it } from 'vitest';
import { textLines } from '../../../src/dissect/text-lines.ts';
import type { Message } from '../../../src/model/message.ts';
import { bytesOf } from '../../../src/model/slice.ts';
import { close, type Step } from '../steps.ts';
import { c2s, ok, opening, reset, s2c } from './bytes.ts';
import { readsAll } from './cases.ts';
import { replay, whole } from './replay.ts';

readsAll([
  {
    name: 'CONNECT and its 2xx, which end at their headers',
    script: [
      c2s('00000c 01 04 00000001 0207434f4e4e454354 410161'),
      s2c(`${ok} 000002 00 00 00000001 6869`),
      c2s('000002 00 01 00000001 6869'),
      s2c('000002 00 01 00000001 6869'),
    ],
    messages: [
      'c2s request 1, exchange 1, stream 1: CONNECT; 33-54, bytes 21, content 0, headers',
      's2c response 1, exchange 1, stream 1: 200; 9-19, bytes 10, content 0, headers',
    ],
  },
  {
    name: 'CONNECT that is refused, which is an ordinary answer',
    script: [
      c2s('00000c 01 04 00000001 0207434f4e4e454354 410161'),
      s2c('000001 01 04 00000001 8d  000002 00 01 00000001 6869'),
    ],
    messages: [
      'c2s request 1, exchange 1, stream 1: CONNECT; 33-54, bytes 21, content 0, headers',
      's2c response 1, exchange 1, stream 1: 404; 9-30, bytes 21, content 2, END_STREAM',
    ],
  },
  {
    name: 'extended CONNECT',
    script: [
      c2s('000020 01 04 00000001 0207434f4e4e454354 00093a70726f746f636f6c09776562736f636b6574 8684'),
      s2c(ok),
    ],
    messages: [
      'c2s request 1, exchange 1, stream 1: CONNECT / websocket; 33-74, bytes 41, content 0, headers',
      's2c response 1, exchange 1, stream 1: 200; 9-19, bytes 10, content 0, headers',
    ],
  },
]);

describe('what a stream carries after CONNECT', () => {
  it('is handed to a dissector of its own, which counts with the connection', () => {
    const script = [
      ...opening,
      c2s('00000c 01 04 00000001 0207434f4e4e454354 410161'),
      s2c(ok),
      c2s('000003 00 00 00000001 61620a'),
      s2c('000004 00 08 00000001 01 630a 00'),
      c2s('000003 00 01 00000001 64650a'),
      s2c('000002 00 00 00000001 6667'),
    ];
    const seen: string[] = [];
    const read = (ending: Step) =>
      replay([...script, ending], whole, {
        tunnelTo: (request) => {
          expect(request.http?.method).toBe('CONNECT');
          const ended = ({ direction, ordinal, text, ending }: Message) =>
            seen.push(`${direction} ${ordinal} ${text} ${ending}`);
          return (connection, listener, counts) => textLines(connection, { ...listener, ended }, counts);
        },
      });
    const kept = 'newline';
    const before = [`c2s 2 ab ${kept}`, `s2c 2 c ${kept}`, `c2s 3 de ${kept}`];
    for (const [ending, last] of [
      [s2c('000000 00 01 00000001'), 's2c 3 fg FIN'],
      [s2c(reset(1, 8)), 's2c 3 fg cut'],
      [close, 's2c 3 fg cut'],
    ] as const) {
      seen.length = 0;
      expect(read(ending).pending.s2c).toBe(Number.POSITIVE_INFINITY);
      expect(seen).toEqual([...before, last]);
    }
  });

  it('is begun by the 2xx, ends with each direction, and is forgotten with the stream', () => {
    const calls: string[] = [];
    const script: Step[] = [
      ...opening,
      // The client has nothing more to say before the answer comes.
      c2s('000009 01 05 00000001 0207434f4e4e454354'),
      s2c(`${ok} 000002 00 00 00000001 6869`),
      s2c('000000 00 01 00000001'),
      close,
    ];
    const read = replay(script, whole, {
      tunnelTo: () => (connection, listener) => {
        listener.protocol(connection, 'records');
        return {
          bytes: (direction, slice) => calls.push(`${direction} ${bytesOf(slice).toString('latin1')}`),
          end: (direction) => calls.push(`${direction} end`),
          close: () => calls.push('close'),
          pending: () => Number.POSITIVE_INFINITY,
        };
      },
    });
    expect(calls).toEqual(['c2s end', 's2c hi', 's2c end']);
    expect(read.protocols).toEqual(['HTTP/2']);
  });
});
