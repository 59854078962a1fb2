/** What counts as progress of a question, and when too much has come beside messages. */
import { describe, expect, it } from 'vitest';
import { type Bounds, createBounds } from '../../src/bench/bounds.ts';
import type { Direction, OpenEvent } from '../../src/model/trace.ts';

const address = { host: '127.0.0.1', port: 80 };
const open = (connection: number, more: Partial<OpenEvent> = {}): OpenEvent => ({
  ...{ type: 'open', seq: connection, at: 1, connection, transport: 'tcp', control: false, ...more },
  front: { client: address, tap: address },
  back: { tap: null, server: address },
});

const megabyte = 1024 * 1024;
let seq = 10;

const send = (bounds: Bounds, direction: Direction, text: string, connection = 1): boolean =>
  bounds.isExceeded({
    ...{ type: 'bytes', connection, direction, seq: seq++, at: 1 },
    bytes: Buffer.from(text, 'latin1'),
  });

const asked = (most = 8 * megabyte, more: Partial<OpenEvent> = {}): Bounds => {
  const bounds = createBounds(most);
  bounds.isExceeded(open(1, more));
  send(bounds, 'c2s', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  return bounds;
};

const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';

describe('the bounds of a question', () => {
  it('are not reached by content, however small its chunks, before there is 1 MiB beside it and 64 KiB a request', () => {
    const bounds = asked();
    expect(send(bounds, 's2c', chunked)).toBe(false);
    const beside = megabyte + 64 * 1024 - chunked.length;
    const chunks = Math.floor(beside / 5);
    expect(send(bounds, 's2c', '1\r\nx\r\n'.repeat(chunks))).toBe(false);
    expect(send(bounds, 's2c', '1\r\nx\r\n')).toBe(true);
    expect(bounds.failure()?.message).toBe(
      'the server sent more than 1 MiB beside the content of its messages',
    );
  });

  it('are reached by content alone where it is more than may come', () => {
    const bounds = asked(2 * megabyte);
    expect(send(bounds, 's2c', `${chunked}200000\r\n`)).toBe(false);
    expect(send(bounds, 's2c', 'x'.repeat(2 * megabyte - 100))).toBe(false);
    expect(bounds.failure()).toBeNull();
    expect(send(bounds, 's2c', 'x'.repeat(100))).toBe(true);
    expect(bounds.failure()?.message).toBe('the server sent more than 2 MiB');
  });

  it('are the same for what only shows that a server is alive', () => {
    const control = asked(8 * megabyte, { control: true });
    expect(send(control, 's2c', `${chunked}100000\r\n${'x'.repeat(megabyte)}\r\n`)).toBe(false);
    expect(send(control, 's2c', '1\r\nx\r\n'.repeat(megabyte / 4))).toBe(true);
  });

  it('hold of a proxy for what it sends to its origin, however many requests that is, and not for what it is sent', () => {
    const proxy = asked(8 * megabyte, { side: 'back' });
    expect(send(proxy, 's2c', `${chunked}${'1\r\nx\r\n'.repeat(megabyte)}`)).toBe(false);
    const requests = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
    expect(send(proxy, 'c2s', requests.repeat(megabyte / requests.length - 1))).toBe(false);
    expect(send(proxy, 'c2s', requests.repeat(2))).toBe(true);
    expect(proxy.failure()?.message).toBe(
      'the client sent more than 1 MiB beside the content of its messages',
    );
  });

  it('are not reached by an answer that cannot be read any more: it may be content, and nothing of it is kept but bytes', () => {
    const bounds = asked(8 * megabyte);
    const violated = 'HTTP/1.1 200 OK\r\nTransfer-Encoding : chunked\r\nContent-Length: 3000000\r\n\r\n';
    expect(send(bounds, 's2c', violated)).toBe(false);
    for (let nth = 0; nth < 7; nth++) expect(send(bounds, 's2c', 'x'.repeat(megabyte))).toBe(false);
    expect(send(bounds, 's2c', 'x'.repeat(megabyte))).toBe(true);
    expect(bounds.failure()?.message).toBe('the server sent more than 8 MiB');
  });

  it('are reached by many messages, though each is small, and though what breaks a rule is not read', () => {
    const bounds = asked(64 * megabyte);
    const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
    // All but the first answer nothing.
    expect(send(bounds, 's2c', answer.repeat(20_000))).toBe(false);
    expect(send(bounds, 's2c', answer.repeat(40_000))).toBe(true);
    expect(bounds.failure()?.message).toBe('the server sent more than 50000 messages and frames');
  });

  it('see progress in messages that begin, go on and end, and in nothing else', () => {
    const bounds = asked();
    const grows = (text: string): boolean => {
      const before = bounds.progress();
      send(bounds, 's2c', text);
      return bounds.progress() > before;
    };
    expect(grows('HTTP/1.1 103 Early Hints\r\n\r\n')).toBe(false);
    expect(grows('HTTP/1.1 200 OK\r\nX: ')).toBe(false);
    expect(grows('y\r\nTransfer-Encoding: chunked\r\n\r\n')).toBe(true);
    expect(grows('3\r\n')).toBe(false);
    expect(grows('x')).toBe(true);
    expect(grows('xx\r\n0\r\n')).toBe(true);
    expect(grows('a: b\r\n')).toBe(false);
    expect(grows('\r\n')).toBe(true);
  });
});
