/** More than the instrument keeps one by one is its own limit: nobody is blamed for it, and no verdict rests on it. */
import { describe, expect, it } from 'vitest';
import { measureStream } from '../../src/assess/observe.ts';
import { reason } from '../../src/model/reason.ts';
import type { Direction } from '../../src/model/trace.ts';

const place = { at: 0, connection: 1 };
const client = { host: '127.0.0.1', port: 40_000 };
const server = { host: '127.0.0.1', port: 80 };

/** What is read of this on one connection, an event each. */
function read(...steps: [Direction, string][]) {
  const { push, report } = measureStream({ lab: 'observe', target: '127.0.0.1:80', on: null });
  const [front, back] = [
    { client, tap: server },
    { tap: null, server },
  ];
  push({ ...place, type: 'open', seq: 1, transport: 'tcp', front, back, control: false });
  for (const [index, [direction, text]] of steps.entries())
    push({ ...place, type: 'bytes', seq: index + 2, direction, bytes: Buffer.from(text, 'latin1') });
  return report();
}

it('calls a limit of its own a limit, and not a violation by the client', () => {
  const { result, measurements } = read(
    ['c2s', 'GET / HTTP/1.1\r\n\r\n'.repeat(10_001)],
    ['s2c', 'HTTP/1.1 204 No Content\r\n\r\n'],
  );
  expect(result.faults.filter(({ grade }) => grade === 'violation')).toEqual([]);
  expect(measurements?.[0]?.damage).toContainEqual({
    kind: 'limit',
    connection: 1,
    reason: reason('limit.requests'),
  });
  expect(result.verdicts?.observed?.wire).toMatchObject({
    mode: 'inconclusive',
    reason: { parameters: { damage: expect.arrayContaining([reason('damage.limit')]) } },
  });
});

it('knows whether messages of a connection are not kept', () => {
  const kept = (exchanges: number) =>
    read(
      ['c2s', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(exchanges)],
      ['s2c', 'HTTP/1.1 204 No Content\r\n\r\n'.repeat(exchanges)],
    ).transcripts[0]?.connections[0];
  expect(kept(250)?.messages).toHaveLength(500);
  expect(kept(250)?.messagesEnd).toBeUndefined();
  expect(kept(251)?.messages).toHaveLength(500);
  expect(kept(251)?.messagesEnd).toBe(true);
});

describe('behind a frame that stays incomplete', () => {
  const handshake: [Direction, string][] = [
    ['c2s', 'GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
    ['s2c', 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
  ];
  const message = '\x81\x01a';
  const many = (count: number) => Array.from({ length: count / 1000 }, () => message.repeat(1000));
  const unfinished: [Direction, string] = ['c2s', '\x81'];

  it('fifty thousand messages are kept, and the rest is counted without an order', () => {
    const later = many(120_000).map((text): [Direction, string] => ['s2c', text]);
    const { result, measurements } = read(...handshake, unfinished, ...later);
    expect(result.facts?.observed?.messages).toEqual({ c2s: 1, s2c: 120_001 });
    expect(measurements?.[0]?.damage.filter(({ kind }) => kind === 'limit')).toHaveLength(1);
    // What nobody asked for is told by the order, which is not certain.
    expect(result.verdicts?.observed?.conversation.mode).toBe('inconclusive');
  });

  it('what was seen before stays', () => {
    const later = many(120_000).map((text): [Direction, string] => ['s2c', text]);
    const { result } = read(...handshake, ['s2c', message], unfinished, ...later);
    expect(result.verdicts?.observed?.conversation.mode).toBe('full-duplex');
  });

  it('fewer wait for their order', () => {
    const later = many(40_000).map((text): [Direction, string] => ['s2c', text]);
    const { result, measurements } = read(...handshake, unfinished, ...later);
    expect(measurements?.[0]?.damage.filter(({ kind }) => kind === 'limit')).toEqual([]);
    expect(result.verdicts?.observed?.conversation.mode).toBe('full-duplex');
  });
});
