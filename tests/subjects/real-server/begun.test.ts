/** When a request of HTTP/2 has begun, on what a client sends, frame by frame. */
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { deferred } from '../../../src/model/deferred.ts';
import type { BytesEvent } from '../../../src/model/trace.ts';
import { sendsHeaders, withholdsFields } from '../../../src/subjects/real-server/begun.ts';

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const frame = (type: number, length: number): Buffer =>
  Buffer.concat([Buffer.from([0, 0, length, type, 0, 0, 0, 0, 1]), Buffer.alloc(length, 1)]);
const [settings, headers, windowUpdate] = [frame(4, 6), frame(1, 20), frame(8, 4)];

const bytes = (bytes: Uint8Array, direction: 'c2s' | 's2c' = 'c2s', connection = 1): BytesEvent => ({
  ...{ type: 'bytes', seq: 1, at: 0, connection, direction, bytes },
});

describe('a request of HTTP/2', () => {
  it('has not begun with the preface, SETTINGS and what goes with them', () => {
    const begins = sendsHeaders();
    for (const sent of [preface, settings, windowUpdate, frame(4, 0)])
      expect(begins(bytes(sent))).toBe(false);
    expect(begins(bytes(headers))).toBe(true);
  });

  it('has begun with the header of HEADERS, wherever the bytes are cut', () => {
    const all = Buffer.concat([preface, settings, windowUpdate, headers]);
    const reached = all.length - headers.length + 9;
    const begins = sendsHeaders();
    const first = [...all].findIndex((byte) => begins(bytes(Buffer.from([byte]))));
    expect(first + 1).toBe(reached);
  });

  it('is the client’s, and each connection has its own', () => {
    const begins = sendsHeaders();
    expect(begins(bytes(Buffer.concat([preface, headers]), 's2c'))).toBe(false);
    expect(begins(bytes(Buffer.concat([preface, settings]), 'c2s', 1))).toBe(false);
    expect(begins(bytes(headers, 'c2s', 2))).toBe(false);
    expect(begins(bytes(headers, 'c2s', 1))).toBe(true);
  });

  it('is let through up to there, wherever the bytes are cut, and the rest when it may pass', async () => {
    const all = Buffer.concat([preface, settings, windowUpdate, headers, settings]);
    const reached = preface.length + settings.length + windowUpdate.length + 9;
    for (const size of [1, 40, all.length]) {
      const { promise, resolve } = deferred();
      const sending = withholdsFields(() => promise);
      const passed: Buffer[] = [];
      sending.on('data', (bytes: Buffer) => passed.push(bytes));
      for (let at = 0; at < all.length; at += size) sending.write(all.subarray(at, at + size));
      sending.end();
      await new Promise(setImmediate);
      expect(Buffer.concat(passed)).toEqual(all.subarray(0, reached));
      resolve();
      await once(sending, 'end');
      expect(Buffer.concat(passed)).toEqual(all);
    }
  });
});
