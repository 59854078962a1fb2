/** Each question is put alone: what it leaves, and what it keeps a server busy with, is not what another one finds. */
import type { Socket } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { probeServer } from '../../../src/commands/probe/probe.ts';
import { closeServers, probed, rawServer } from './probed.ts';
import { http2Server, nodeServer, ok } from './servers.ts';

afterAll(closeServers);

/** Serves the next connection when the one before it has ended, as a program without threads does. */
const oneAtATime = (answer = ok) => {
  const waiting: Socket[] = [];
  let isBusy = false;
  const next = (): void => {
    const socket = isBusy ? undefined : waiting.shift();
    if (!socket) return;
    isBusy = true;
    let kept = '';
    socket.on('data', (bytes) => {
      kept += bytes.toString('latin1');
      for (let end = kept.indexOf('\r\n\r\n'); end >= 0; end = kept.indexOf('\r\n\r\n')) {
        const length = Number(/content-length: *(\d+)/i.exec(kept.slice(0, end))?.[1] ?? 0);
        if (kept.length < end + 4 + length) return;
        kept = kept.slice(end + 4 + length);
        socket.write(answer());
      }
    });
    socket.on('end', () => socket.end());
    socket.on('close', () => {
      isBusy = false;
      next();
    });
    socket.resume();
  };
  return rawServer((socket) => {
    socket.pause();
    waiting.push(socket);
    next();
  });
};

describe.concurrent('a server of one connection at a time', () => {
  it('is recognised, and said', async () => {
    const { rows, notes, result } = await probed(await oneAtATime(), { limit: 12 });
    expect(result.outcome).toBe('ran');
    expect(rows).toMatchObject({
      'requests / connections': '5 / 1',
      'another connection?': 'no (server)',
      'second request beside?': 'yes',
      'requests a connection': 'at least 12',
    });
    expect(notes).toContain(
      'HTTP/1.1, no connection beside another: a second connection was served only once the first was done with',
    );
  });

  it('is not called late: nothing beside could show that it was alive', async () => {
    const { rows, result } = await probed(await oneAtATime());
    expect(rows).toMatchObject({ 'early answer?': '?, with 200', 'Expect answered?': '?, with 200' });
    expect(result.answers?.interlock?.reason.id).toBe('probe.blind');
    expect(result.answers?.expect?.reason.id).toBe('probe.blind');
  });

  it('is told from one that serves several', async () => {
    for (const [port, http] of [
      [await nodeServer({}), '1.0'],
      [await nodeServer({}), '1.1'],
      [await http2Server(), '2'],
    ] as const)
      expect((await probed(port, { http })).rows['another connection?']).toBe('yes');
  });

  it('and cannot answer the first before, whose fields have not ended', async () => {
    // nginx does so to a POST that it does not take: it answers while the content has yet to come.
    const port = await http2Server({}, (server) =>
      server.on('stream', (stream) => {
        stream.on('error', () => {});
        stream.respond({ ':status': 405 }, { endStream: true });
      }),
    );
    const { result } = await probed(port, { http: '2' });
    expect(result.answers?.['another connection']?.answer).toBe('yes');
    expect(result.facts?.['another connection']?.newConnections).toEqual({});
  });

  it('is told from one that had done with the first', async () => {
    // A head that does not end is given up at once.
    const port = await rawServer((socket) => {
      socket.on('data', (bytes) => {
        if (bytes.toString('latin1').endsWith('\r\n\r\n')) socket.write(ok());
        else socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      });
    });
    const { rows, result } = await probed(port);
    expect(rows['another connection?']).toBe('?');
    expect(result.answers?.['another connection']?.reason.id).toBe('connections.first-over');
  });
});

describe.concurrent('a second connection that was served late, and not because the first was done with', () => {
  /** So often; and how often it was. */
  const lateServer = async (most: number) => {
    const late = { times: 0 };
    /** The connection whose request has not ended, and the one beside it. */
    let begun: Socket | null = null;
    let beside: Socket | null = null;
    const port = await rawServer((socket) => {
      socket.on('end', () => socket.end());
      socket.on('data', (bytes) => {
        const text = bytes.toString('latin1');
        const isWhole = text.includes('\r\n\r\n');
        if (text.startsWith('GET') && !isWhole) begun = socket;
        else if (socket === begun) {
          begun = null;
          // The rest comes by itself: with it the other is answered, and only then this one.
          if (beside === null) socket.write(ok());
          else beside.write(ok(), () => socket.write(ok()));
          beside = null;
        } else if (begun !== null && late.times < most) {
          late.times += 1;
          beside = socket;
        } else if (isWhole) socket.write(ok());
      });
    });
    return { port, late };
  };

  it('proves nothing, however often it happens', async () => {
    const { port, late } = await lateServer(Number.POSITIVE_INFINITY);
    const { rows, result } = await probed(port);
    expect(rows['another connection?']).toBe('?');
    expect(result.answers?.['another connection']?.reason.id).toBe('connections.second-late');
    expect(late.times).toBe(3);
  });

  it('is asked for again', async () => {
    const { port, late } = await lateServer(2);
    const { rows } = await probed(port);
    expect(rows['another connection?']).toBe('yes');
    expect(late.times).toBe(2);
  });
});

it('no connection of one question is open when another question opens its first', async () => {
  /** The server's ports at the tap, in the order in which connections were opened and closed. */
  const seen: { port: number; isOpen: boolean }[] = [];
  const watched = await rawServer((socket) => {
    const { remotePort = 0 } = socket;
    socket.once('data', () => seen.push({ port: remotePort, isOpen: true }));
    socket.on('data', () => socket.write(ok()));
    for (const ends of ['end', 'close'])
      socket.once(ends, () => {
        seen.push({ port: remotePort, isOpen: false });
        socket.end();
      });
  });
  const reports = await probeServer(`http://127.0.0.1:${watched}/`, {
    http: 'all',
    requests: 3,
    deadline: 1,
  });
  const asked = new Map<number, string>();
  for (const { result, stored } of reports)
    for (const { question, events } of stored.recordings)
      for (const event of events)
        if (event.type === 'open' && event.back.tap && 'port' in event.back.tap)
          asked.set(event.back.tap.port, `${result.version} ${question}`);
  const open = new Map<number, string>();
  const besides = new Set<string>();
  for (const one of seen) {
    const question = asked.get(one.port) ?? '?';
    if (!one.isOpen) open.delete(one.port);
    else {
      for (const other of open.values()) if (other !== question) besides.add(`${other} | ${question}`);
      open.set(one.port, question);
    }
  }
  expect(new Set(asked.values()).size).toBeGreaterThan(10);
  expect([...besides]).toEqual([]);
});
