/** Servers of HTTP/2 that are broken or mean harm: a probe of each ends within its time, and says in one line what happened. */
import { createServer as createHttp2Server } from 'node:http2';
import { afterAll, describe, expect, it } from 'vitest';
import { reason } from '../../../../src/model/reason.ts';
import { closeServers, listening, probed } from '../probed.ts';
import { whenAsked } from './servers.ts';

afterAll(closeServers);

const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);

const frame = (type: number, flags: number, stream: number, content: Buffer = Buffer.alloc(0)): Buffer => {
  const head = Buffer.alloc(9);
  head.writeUIntBE(content.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, content]);
};

describe.concurrent('a server of HTTP/2 that', () => {
  it.each<[string, () => Promise<number>, Record<string, unknown>]>([
    [
      'sends garbage from the start',
      () => whenAsked((socket) => socket.write(`\x1b[2Jgarbage${'\xff'.repeat(40)}`, 'latin1')),
      { outcome: 'skipped', error: { code: 'NOT_SPOKEN' } },
    ],
    [
      'sends garbage after its SETTINGS',
      () => whenAsked((socket) => socket.write(Buffer.concat([settings, Buffer.alloc(200, 0xff)]))),
      { outcome: 'timed-out', error: { code: 'UNREADABLE' } },
    ],
    [
      'never answers',
      () => whenAsked((socket) => socket.write(settings)),
      { outcome: 'timed-out', error: { reason: reason('probe.no-answer', { n: 1 }) } },
    ],
    [
      'closes after its SETTINGS',
      () => whenAsked((socket) => socket.end(settings)),
      { outcome: 'failed', error: { reason: reason('probe.closed-before') } },
    ],
    [
      'resets after its SETTINGS',
      () =>
        whenAsked((socket) => socket.write(settings, () => setTimeout(() => socket.resetAndDestroy(), 50))),
      { outcome: 'failed', error: { reason: reason('probe.reset-before') } },
    ],
    [
      'answers half and stalls',
      () =>
        whenAsked((socket) => socket.write(Buffer.concat([settings, frame(1, 4, 1, Buffer.from([0x88]))]))),
      { outcome: 'timed-out', error: { reason: reason('probe.answer-unended', { n: 1 }) } },
    ],
  ])('%s', async (_name, serve, expected) => {
    const { result, notes } = await probed(await serve(), { http: '2', deadline: 1 });
    expect(result).toMatchObject(expected);
    expect(notes).toHaveLength(1);
  });

  it('sends a body without end', async () => {
    const server = createHttp2Server((_request, response) => {
      const block = Buffer.alloc(65_536, 'x');
      const go = () => {
        while (!response.destroyed && response.write(block));
      };
      response.on('drain', go);
      response.on('error', () => {});
      go();
    });
    const { notes } = await probed(await listening(server), { http: '2', deadline: 30 });
    expect(notes).toEqual(['HTTP/2 failed: the server sent more than 64 MiB']);
  });
});
