/** What a probe says of content: whether it was wanted, and what becomes of much of it. */
import { createServer as createHttp2Server } from 'node:http2';
import type { Socket } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { closeServers, listening, probed, rawServer } from './probed.ts';
import { nodeServer, ok } from './servers.ts';

afterAll(closeServers);

const headEnd = '\r\n\r\n';
const refused = 'HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/** Answers what has no content as asked, and does with the rest what it is told once its head is there. */
const uploads = (serve: (head: string, socket: Socket, begun: number) => void) =>
  rawServer((socket) => {
    let kept = '';
    let isServed = false;
    socket.on('end', () => socket.end());
    socket.on('data', (bytes) => {
      if (isServed) return;
      kept += bytes.toString('latin1');
      for (let end = kept.indexOf(headEnd); end >= 0 && !isServed; end = kept.indexOf(headEnd)) {
        const head = kept.slice(0, end);
        kept = kept.slice(end + headEnd.length);
        if (!head.startsWith('POST')) socket.write(ok());
        else {
          isServed = true;
          serve(head, socket, kept.length);
        }
      }
    });
  });

const isExpecting = (head: string): boolean => /^expect: 100-continue\r?$/im.test(head);
const isLarge = (head: string): boolean => Number(/content-length: (\d+)/i.exec(head)?.[1]) > 1000;
/** Answers once so many bytes of content have come, of which some may have come with the head. */
const whenRead = (socket: Socket, bytes: number, begun: number, answer: () => void): void => {
  let read = 0;
  const take = (more: number) => {
    const before = read;
    read += more;
    if (before < bytes && read >= bytes) answer();
  };
  socket.on('data', (more) => take(more.length));
  take(begun);
};

describe.concurrent('Expect: 100-continue', () => {
  it('is answered', async () => {
    const { rows } = await probed(await nodeServer({}, true));
    expect(rows['Expect answered?']).toMatch(/^yes, after \d+(\.\d+)? ms$/);
  });

  it('is answered by a refusal, or not at all', async () => {
    const refuses = await uploads((head, socket) =>
      socket.write(isExpecting(head) ? 'HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n' : ok()),
    );
    const { rows, notes } = await probed(refuses);
    expect(rows['Expect answered?']).toBe('no (server), with 417');
    expect(notes).toContain(
      'HTTP/1.1, Expect not answered: the server answered with status 417 while the client withheld the content',
    );
    // What is no 100 asks for nothing.
    const hints = await uploads((head, socket, begun) => {
      if (isExpecting(head)) socket.write('HTTP/1.1 103 Early Hints\r\n\r\n');
      whenRead(socket, 2, begun, () => socket.write(ok()));
    });
    expect((await probed(hints)).rows['Expect answered?']).toBe('no (server), with 200');
    const silent = await uploads((_head, socket, begun) =>
      whenRead(socket, 2, begun, () => socket.write(ok())),
    );
    expect((await probed(silent)).rows['Expect answered?']).toBe('no (server), with 200');
  });

  it('is answered over HTTP/2, or not', async () => {
    const answers = await listening(
      createHttp2Server((request, response) => request.on('end', () => response.end('ok')).resume()),
    );
    expect((await probed(answers, { http: '2' })).rows['Expect answered?']).toMatch(/^yes, after /);
    const server = createHttp2Server();
    server.on('checkContinue', (request, response) => request.on('end', () => response.end('ok')).resume());
    server.on('request', (request, response) => request.on('end', () => response.end('ok')).resume());
    expect((await probed(await listening(server), { http: '2' })).rows['Expect answered?']).toBe(
      'no (server), with 200',
    );
  });
});

describe.concurrent('a large upload', () => {
  const row = async (serve: (socket: Socket, begun: number) => void) => {
    const port = await uploads((head, socket, begun) => {
      if (isLarge(head)) serve(socket, begun);
      else socket.write(isExpecting(head) ? `HTTP/1.1 100 Continue\r\n\r\n${ok()}` : ok());
    });
    const { rows, result } = await probed(port);
    return { cell: rows['large upload'], result };
  };

  it('is answered when it is whole', async () => {
    const { cell } = await row((socket, begun) =>
      whenRead(socket, 8 * 1024 * 1024, begun, () => socket.write(ok())),
    );
    expect(cell).toBe('no (server), with 200');
  });

  it('is answered early, and read on', async () => {
    const { cell, result } = await row((socket) => socket.write(refused));
    expect(cell).toMatch(/^answered early, with 413 \d+ KB had been sent then reads on$/);
    expect(result.varying.timings['large upload']).toMatchObject([
      { followedBy: null, wholeAnswer: 'yes', wholeRequest: 'yes' },
    ]);
  });

  it('is answered early, and no more of it read', async () => {
    const { cell, result } = await row((socket) => {
      socket.pause();
      socket.write(refused);
    });
    expect(cell).toMatch(/^answered early, with 413 \d+ KB had been sent nothing followed$/);
    expect(result.varying.timings['large upload']).toMatchObject([{ wholeRequest: 'no' }]);
  });

  it('is answered early, and then the server finishes', async () => {
    const { cell } = await row((socket) => socket.end(refused));
    expect(cell).toMatch(/^answered early, with 413 \d+ KB had been sent then FIN, after [\d.]+ ms$/);
  });

  it('is answered in part, and then reset', async () => {
    const { cell, result } = await row((socket) => {
      socket.write('HTTP/1.1 413 Content Too Large\r\nContent-Length: 10\r\n\r\nhalf');
      // Whoever has sent so much has looked what came meanwhile.
      whenRead(socket, 4 * 1024 * 1024, 0, () => socket.resetAndDestroy());
    });
    expect(cell).toMatch(/ then RST, after [\d.]+ ms the answer broke off$/);
    expect(result.answers?.['large upload']?.answer).toBe('yes');
  });

  it('is reset without an answer', async () => {
    const { cell, result } = await row((socket) => socket.resetAndDestroy());
    expect(cell).toMatch(/^RST without an answer, after [\d.]+ ms$/);
    expect(result).toMatchObject({ outcome: 'ran', answers: { 'large upload': { answer: 'no' } } });
  });

  it('has no facts, and no part in a verdict: what crosses when in it is a matter of chance', async () => {
    const { result } = await row((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n');
      let parts = 0;
      socket.on('data', () => ++parts <= 100 && socket.write('x'));
    });
    expect(Object.keys(result.facts ?? {})).not.toContain('large upload');
    expect(result.varying.timings['large upload']).toHaveLength(1);
    expect(result.verdicts?.limit?.wire.evidence.map(({ question }) => question)).not.toContain(
      'large upload',
    );
  });

  it('is answered early over HTTP/2, and the stream reset', async () => {
    const server = createHttp2Server();
    server.on('stream', (stream, fields) => {
      if (Number(fields['content-length'] ?? 0) < 1000) {
        stream.respond({ ':status': 200 });
        stream.end('ok');
        return;
      }
      stream.respond({ ':status': 413 }, { endStream: true });
      // By the time that so much has come the answer has gone.
      let read = 0;
      stream.on('data', (bytes: Buffer) => {
        read += bytes.length;
        if (read > 1024 * 1024) stream.close(0);
      });
    });
    const { rows } = await probed(await listening(server), { http: '2' });
    expect(rows['large upload']).toMatch(
      /^answered early, with 413 \d+ KB had been sent then RST_STREAM, after /,
    );
  });
});

describe.concurrent('a second answer that is owed', () => {
  const drops = (hangsUp: (socket: Socket) => void) =>
    rawServer((socket) => {
      socket.on('end', () => socket.end());
      socket.on('data', (bytes) => {
        socket.write(ok());
        if (bytes.toString('latin1').split('GET ').length > 2) hangsUp(socket);
      });
    });

  it('ends with who hangs up', async () => {
    const port = await drops((socket) => setImmediate(() => socket.end()));
    expect((await probed(port)).rows['second answer owed']).toMatch(
      /^server hangs up \(FIN\), after \d+(\.\d+)? m?s$/,
    );
  });

  it('ends with the deadline where nobody does', async () => {
    const port = await drops(() => {});
    expect((await probed(port, { deadline: 1 })).rows['second answer owed']).toBe('open after 1.0 s');
  });

  it('is not asked of a server that answers both', async () => {
    const { rows, result } = await probed(await nodeServer({}));
    expect(rows).not.toHaveProperty('second answer owed');
    expect(result.answers).not.toHaveProperty('answer owed');
  });
});

describe.concurrent('a connection of HTTP/1.0 that nobody asked to keep', () => {
  const answer = 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok';
  it('is closed, or left open', async () => {
    const closes = await rawServer((socket) => socket.on('data', () => socket.end(answer)));
    expect((await probed(closes, { http: '1.0' })).rows['closes unasked?']).toMatch(/^yes, after [\d.]+ ms$/);
    const stays = await rawServer((socket) => {
      socket.on('end', () => socket.end());
      socket.on('data', () => socket.write(answer));
    });
    const { rows, notes } = await probed(stays, { http: '1.0' });
    expect(rows['closes unasked?']).toBe('no (server)');
    expect(notes).toContain(
      'HTTP/1.0, left open though nobody asked: the server left the connection open after its answer, though nobody had asked it to',
    );
  });

  it('is no question to HTTP/1.1', async () => {
    expect((await probed(await nodeServer({}))).rows).not.toHaveProperty('closes unasked?');
  });
});
