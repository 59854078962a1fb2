/** Records and datagrams: raw channels, on which only a newline or the edge of a datagram ends a message. */
import { describe, expect, it } from 'vitest';
import { datagrams } from '../../src/dissect/datagrams.ts';
import { textLines } from '../../src/dissect/text-lines.ts';
import { replay } from './replay.ts';
import { byteByByte, client, clientFin, close, type Step, server, withTail } from './steps.ts';

describe('newline-ended records', () => {
  const cases: [string, Step[], string[]][] = [
    [
      'each newline ends one, in either direction',
      [client('one\ntwo\r\n\n'), server('three\n')],
      [
        'c2s 1 x- "one" 0..4 +3 newline',
        'c2s 2 x- "two" 4..9 +4 newline',
        'c2s 3 x- "" 9..10 +0 newline',
        's2c 1 x- "three" 0..6 +5 newline',
      ],
    ],
    [
      'FIN ends the rest',
      [client('a\nrest'), clientFin, close],
      ['c2s 1 x- "a" 0..2 +1 newline', 'c2s 2 x- "rest" 2..6 +4 FIN'],
    ],
    ['the end of the connection cuts the rest', [server('rest'), close], ['s2c 1 x- "rest" 0..4 +4 cut']],
    ['a rest stays open', [server('rest')], ['s2c 1 x- "rest" 0..4 +4 open']],
  ];

  it.each(cases)('%s', (_, steps, messages) => {
    expect(replay(textLines, steps)).toMatchObject({ protocols: ['records'], messages, faults: [] });
    expect(replay(textLines, byteByByte(steps))).toMatchObject({
      protocols: ['records'],
      messages,
      faults: [],
    });
  });

  it('a tail is one record more', () => {
    const steps = withTail([client('one\n')], 'c2s', 'two\n');
    const messages = ['c2s 1 x- "one" 0..4 +3 newline', 'c2s 2 x- "two" 4..8 +3 newline'];
    expect(replay(textLines, steps).messages).toEqual(messages);
    expect(replay(textLines, byteByByte(steps)).messages).toEqual(messages);
  });

  it('begin at their first byte and end at their last', () => {
    const { raw } = replay(textLines, [client('a'), client('b'), client('c\n')]);
    expect(raw.map(({ begin, end }) => [begin.seq, end?.seq])).toEqual([[1, 3]]);
  });

  it('show the first 200 characters of their text, and count all', () => {
    const euro = '\u00e2\u0082\u00ac';
    const step: Step = client(`${euro.repeat(300)}\n`);
    for (const steps of [[step], byteByByte([step])]) {
      const [message] = replay(textLines, steps).raw;
      expect(message?.text).toBe('€'.repeat(200));
      expect(message?.content).toBe(900);
    }
  });

  it('show no half characters', () => {
    const smile = '\u00f0\u009f\u0098\u0080';
    const [message] = replay(textLines, [client(`x${smile.repeat(150)}\n`)]).raw;
    expect(message?.text).toBe(`x${'😀'.repeat(99)}`);
  });
});

describe('datagrams', () => {
  it('are a message each, also when they are empty or hold newlines', () => {
    const steps: Step[] = [client('ping\n1'), server('pong'), client(''), close];
    expect(replay(datagrams, steps)).toMatchObject({
      protocols: ['datagrams'],
      messages: [
        'c2s 1 x- "ping\\n1" 0..6 +6 datagram',
        'c2s 2 x- "" 6..6 +0 datagram',
        's2c 1 x- "pong" 0..4 +4 datagram',
      ],
    });
  });

  it('begin and end at once', () => {
    const { raw } = replay(datagrams, [client('a'), client('b')]);
    expect(raw.map(({ begin, end, kind }) => [begin.seq, end?.seq, kind])).toEqual([
      [1, 1, 'datagram'],
      [2, 2, 'datagram'],
    ]);
  });
});
