/** Servers that send without end what belongs to no answer: each is given up before it fills anything. */
import type { Socket } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { reason } from '../../../../src/model/reason.ts';
import type { ReasonId } from '../../../../src/model/reasons/reasons.ts';
import { closeServers, probed, rawServer } from '../probed.ts';
import { endless, ok, whenAsked } from './servers.ts';

afterAll(closeServers);

const frame = (type: number, flags: number, stream: number, content: readonly number[] = []): string => {
  const head = Buffer.alloc(9);
  head.writeUIntBE(content.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, Buffer.from(content)]).toString('latin1');
};

const settings = frame(4, 0, 0);
/** `:status: 200` of the static table, RFC 7541 Appendix A. */
const answered = frame(1, 4, 1, [0x88]);
const begun = frame(1, 0, 1, [0x88]);
const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';

const pushes = Array.from({ length: 3000 }, (_, index) => {
  const promised = 2 * index + 2;
  return frame(5, 4, 1, [0, 0, promised >> 8, promised & 0xff, 0x82, 0x84, 0x86]);
}).join('');

const http2: Record<string, [first: string, more: string]> = {
  'WINDOW_UPDATE of the connection': [settings, frame(8, 0, 0, [0, 0, 0, 1])],
  'WINDOW_UPDATE of a stream': [settings, frame(8, 0, 1, [0, 0, 0, 1])],
  PRIORITY: [settings, frame(2, 0, 1, [0, 0, 0, 0, 1])],
  PUSH_PROMISE: [settings, pushes],
  GOAWAY: [settings, frame(7, 0, 0, [0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0])],
  'frames of no known type': [settings, frame(0xaa, 0, 0)],
  'empty DATA': [settings + answered, frame(0, 0, 1)],
  'DATA of a byte': [settings + answered, frame(0, 0, 1, [0x78])],
  'empty CONTINUATION': [settings + begun, frame(9, 0, 1)],
  PING: [settings, frame(6, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0])],
  SETTINGS: [settings, settings],
};

const byNode = ['PUSH_PROMISE', 'empty DATA', 'empty CONTINUATION', 'PING', 'SETTINGS'];

const http1: Record<string, [first: string, more: string, says: ReasonId]> = {
  'chunks of a byte': [chunked, '1\r\nx\r\n', 'error.beside-of-server'],
  'trailer fields': [`${chunked}0\r\n`, 'a: b\r\n', 'error.endless-trailers'],
  'answers to nothing': ['', ok, 'error.many-of-server'],
};

describe('a server of HTTP/2 that sends without end', () => {
  it.each(Object.entries(http2))('%s', async (name, [first, more]) => {
    const port = await whenAsked((socket) => endless(socket, first, more));
    const { result, notes, kept } = await probed(port, { http: '2', deadline: 3 });
    expect(notes).toHaveLength(1);
    expect(result.outcome).not.toBe('ran');
    // Node ends a session by itself that is flooded with what is to be answered, or with what belongs to nothing.
    const said =
      name === 'DATA of a byte'
        ? reason('error.beside-of-server', { n: 1 })
        : reason('error.many-of-server', { n: 50_000 });
    if (!byNode.includes(name)) expect(result.error?.reason).toEqual(said);
    expect(kept).toBeLessThan(8 * 1024 * 1024);
  });
});

describe('a server of HTTP/1.1 that sends without end', () => {
  it.each(Object.entries(http1))('%s', async (_name, [first, more, says]) => {
    const port = await whenAsked((socket) => endless(socket, first, more));
    const { result, kept } = await probed(port, { deadline: 3 });
    expect(result.outcome).toBe('failed');
    expect(JSON.stringify(result.error?.reason)).toContain(`"${says}"`);
    expect(kept).toBeLessThan(8 * 1024 * 1024);
  });

  it('chunks of a byte, after a few answers leaves those', async () => {
    let nth = 0;
    const serve = (socket: Socket) => {
      socket.on('data', () => {
        nth += 1;
        if (nth <= 3) socket.write(ok);
        else endless(socket, chunked, '1\r\nx\r\n');
      });
    };
    const { rows, notes } = await probed(await rawServer(serve), { deadline: 3 });
    expect(rows['requests / connections']).toBe('4 / 1');
    expect(notes).toEqual([
      'HTTP/1.1 failed: request 4: the server sent more than 1 MiB beside the content of its messages',
    ]);
  });
});
