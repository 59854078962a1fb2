/** Servers that send without end what belongs to no answer: each is given up before it fills anything. */
import type { Socket } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { reason } from '../../../../src/model/reason.ts';
import { closeServers, probed, rawServer } from '../probed.ts';
import { chunked, http1Floods, http2Floods } from './flooding-servers.ts';
import { endless, ok, whenAsked } from './servers.ts';

afterAll(closeServers);

const byNode = ['PUSH_PROMISE', 'empty DATA', 'empty CONTINUATION', 'PING', 'SETTINGS'];

describe('a server of HTTP/2 that sends without end', () => {
  it.each(Object.entries(http2Floods))('%s', async (name, [first, more]) => {
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
  it.each(Object.entries(http1Floods))('%s', async (_name, [first, more, says]) => {
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
