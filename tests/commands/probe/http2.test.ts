/** Each row of a probe of HTTP/2, against servers that differ in just that. RFC 9113. */
import { once } from 'node:events';
import { constants, createServer as createHttp2Server } from 'node:http2';
import { setImmediate as immediate } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { reason } from '../../../src/model/reason.ts';
import { closeServers, listening, probed } from './probed.ts';
import { http2Server } from './servers.ts';

afterAll(closeServers);

describe.concurrent('probe of HTTP/2', () => {
  it('speaks it without asking first', async () => {
    const { rows, result } = await probed(await http2Server(), { http: '2' });
    expect(rows).toMatchObject({
      'answers as': 'HTTP/2 200',
      'requests / connections': '5 / 1',
      'reused?': 'yes',
      'second request beside?': 'yes',
      'early answer?': 'yes, with 200',
      'push?': 'none came',
    });
    expect(result.facts?.reuse?.protocol).toBe('HTTP/2');
  });

  it('shows the SETTINGS that the server sent', async () => {
    const { rows } = await probed(
      await http2Server({ maxConcurrentStreams: 17, initialWindowSize: 70_000 }),
      {
        http: '2',
      },
    );
    expect(rows.SETTINGS).toContain('MAX_CONCURRENT_STREAMS 17');
    expect(rows.SETTINGS).toContain('INITIAL_WINDOW_SIZE 70000');
  });

  it('asks for a second answer while there is no window for the end of the first', async () => {
    const { result } = await probed(await http2Server(), { http: '2' });
    expect(result.answers?.multiplex).toMatchObject({
      answer: 'yes',
      reason: reason('multiplex.beside-answer'),
    });
    expect(result.facts?.multiplex).toMatchObject({ connections: 1, exchanges: 2, overlaps: 1 });
    expect(result.verdicts?.limit?.conversation).toMatchObject({
      mode: 'full-duplex',
      evidence: [
        { question: 'multiplex', message: 1, direction: 's2c' },
        { question: 'multiplex', message: 2, direction: 'c2s' },
      ],
    });
  });

  it('sees that answers come one after another', async () => {
    const server = createHttp2Server();
    server.on('session', (session) => {
      let earlier: Promise<unknown> = Promise.resolve();
      session.on('stream', (stream) => {
        const before = earlier;
        earlier = once(stream, 'close');
        before.then(() => stream.respond({ ':status': 200 })).then(() => stream.end('ok'));
      });
    });
    const { rows, notes, result } = await probed(await listening(server), { http: '2' });
    expect(rows['second request beside?']).toBe('no (server)');
    expect(notes).toContain(
      'HTTP/2, no second request beside a first: the second request was answered only after the first answer had ended',
    );
    expect(result.outcome).toBe('ran');
  });

  it('is not sure of a server that says nothing as long as it may not send all', async () => {
    const server = createHttp2Server();
    server.on('session', (session) => {
      const wide = () => Number(session.remoteSettings.initialWindowSize) > 1;
      session.on('stream', async (stream) => {
        while (!wide()) await once(session, 'remoteSettings');
        stream.respond({ ':status': 200 });
        stream.end('ok');
      });
    });
    const { rows, result } = await probed(await listening(server), { http: '2' });
    expect(rows['second request beside?']).toBe('?');
    expect(result.outcome).toBe('ran');
  });

  it.each(['before', 'after'])(
    'comes to the same verdicts whether requests that are refused early end %s another is answered',
    async (when) => {
      const server = createHttp2Server();
      server.on('session', (session) => {
        const refused: Promise<unknown>[] = [];
        session.on('stream', async (stream, fields) => {
          if (fields[':method'] === 'GET') {
            if (when === 'before') await Promise.all(refused);
            stream.respond({ ':status': 200 }, { endStream: true });
            return;
          }
          refused.push(once(stream, 'close'));
          if (when === 'after') await immediate();
          stream.respond({ ':status': 405 }, { endStream: true });
          await immediate(); // On some lines of Node a reset overtakes an answer that is not sent yet.
          stream.close(constants.NGHTTP2_NO_ERROR);
        });
      });
      const refusing = await listening(server);
      const { rows, result } = await probed(refusing, { http: '2', requests: 1 });
      expect(result.outcome).toBe('ran');
      expect(rows['second request beside?']).toBe('yes');
      expect(rows['early answer?']).toBe('yes, with 405');
      expect(result.verdicts?.limit?.conversation.mode).toBe('full-duplex');
    },
  );

  it('sees that a push arrives', async () => {
    const pushes = await http2Server({}, (server) =>
      server.on('stream', (stream) => {
        stream.pushStream({ ':path': '/pushed' }, (_error, pushed) => {
          pushed.respond({ ':status': 200 });
          pushed.end('pushed');
        });
      }),
    );
    expect((await probed(pushes, { http: '2' })).rows['push?']).toBe('yes, beside a request');
  });

  it('takes GOAWAY for a hang-up', async () => {
    const idle = await http2Server({}, (server) =>
      server.on('session', (session) => session.setTimeout(300, () => session.close())),
    );
    const { rows, result } = await probed(idle, { http: '2', idle: 20 });
    expect(rows['idle connection']).toMatch(/^closed after /);
    expect(result.answers?.idle?.reason).toEqual(reason('idle.hung-up', { who: 'server', How: 'GOAWAY' }));
  });

  it('finds how many requests come before GOAWAY', async () => {
    const limited = await http2Server({}, (server) =>
      server.on('session', (session) => {
        let streams = 0;
        session.on('stream', () => {
          if (++streams === 4) session.close();
        });
      }),
    );
    const { rows, result } = await probed(limited, { http: '2', limit: 20 });
    expect(rows['requests a connection']).toBe('4, then closed');
    expect(result.facts?.['request limit']?.newConnections).toEqual({ 'GOAWAY from the server': 1 });
  });
});
