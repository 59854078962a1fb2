/**
 * Servers that are broken or mean harm: a probe of each ends within its time, says in one line what happened, keeps
 * what was seen until then, and lets nothing of the server's reach the terminal as it is.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createHttp2Server } from 'node:http2';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { reason } from '../../../src/model/reason.ts';
import { toldResult } from '../../../src/model/told.ts';
import { answering, closeServers, listening, probed, rawServer } from './probed.ts';

afterAll(closeServers);

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const project = fileURLToPath(new URL('../../..', import.meta.url));

/** For as long as the other side reads, and no faster. */
function endless(socket: Socket, first: string, more: string): void {
  const block = Buffer.from(more.repeat(Math.ceil(65_536 / more.length)), 'latin1');
  const go = () => {
    while (!socket.destroyed && socket.write(block));
  };
  socket.on('drain', go);
  socket.write(first, 'latin1');
  go();
}

const whenAsked = (then: (socket: Socket) => void) =>
  rawServer((socket) => {
    socket.once('data', () => then(socket));
    socket.on('end', () => socket.end());
  });

const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);

/** `within`: where it takes a while to send too much. */
const http1: Record<
  string,
  { serve: () => Promise<number>; says: string; outcome?: string; within?: number }
> = {
  'never answers': {
    serve: () => rawServer((socket) => socket.resume()),
    says: 'there was no answer within 1 s',
    outcome: 'timed-out',
  },
  'answers garbage': {
    serve: () => whenAsked((socket) => socket.write('\0\x01garbage\r\n\r\n')),
    says: 'the answer is no HTTP/1.x',
  },
  'answers half and stalls': {
    serve: () => whenAsked((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf')),
    says: 'the answer did not end within 1 s',
    outcome: 'timed-out',
  },
  'answers half a head and stalls': {
    serve: () => whenAsked((socket) => socket.write('HTTP/1.1 200')),
    says: 'there was no answer within 1 s',
    outcome: 'timed-out',
  },
  'resets at once': {
    serve: () => rawServer((socket) => socket.resetAndDestroy()),
    says: 'the server reset the connection without an answer',
  },
  'resets in the middle': {
    serve: () =>
      whenAsked((socket) =>
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf', () =>
          setTimeout(() => socket.resetAndDestroy(), 50),
        ),
      ),
    says: 'the server reset the connection in the middle of its answer',
  },
  'closes in the middle': {
    serve: () => whenAsked((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf')),
    says: 'the server closed the connection in the middle of its answer',
  },
  'closes at once': {
    serve: () => rawServer((socket) => socket.end()),
    says: 'the server closed the connection without an answer',
  },
  'sends headers without end': {
    serve: () => whenAsked((socket) => endless(socket, 'HTTP/1.1 200 OK\r\n', 'X-Filler: more and more\r\n')),
    says: "the answer's head does not end",
  },
  'sends a header line without end': {
    serve: () => whenAsked((socket) => endless(socket, 'HTTP/1.1 200 OK\r\nX: ', 'x')),
    says: "the answer's head does not end",
  },
  'sends a body without end': {
    serve: () => whenAsked((socket) => endless(socket, 'HTTP/1.1 200 OK\r\n\r\n', 'x')),
    says: 'the answer is longer than 16 MiB',
    within: 30,
  },
  'sends chunks without end': {
    serve: () =>
      whenAsked((socket) =>
        endless(
          socket,
          'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
          `ff\r\n${'x'.repeat(255)}\r\n`,
        ),
      ),
    says: 'the answer is longer than 16 MiB',
    within: 30,
  },
  'sends interim responses without end': {
    serve: () => whenAsked((socket) => endless(socket, '', 'HTTP/1.1 103 Early Hints\r\n\r\n')),
    says: 'more than 100 interim responses came',
    within: 30,
  },
};

describe.concurrent('a server of HTTP/1.1 that', () => {
  it.each(Object.entries(http1))('%s', async (_name, { serve, says, outcome = 'failed', within = 1 }) => {
    const { result, notes } = await probed(await serve(), { deadline: within });
    expect(toldResult(result)).toMatchObject({ outcome, error: { message: says } });
    expect(notes).toEqual([`HTTP/1.1 ${outcome}: ${says}`]);
  });

  it('breaks off after two answers leaves those as facts', async () => {
    const port = await answering((nth, socket) => {
      if (nth < 3) return ok;
      socket.once('drain', () => {});
      setImmediate(() => socket.destroy());
      return 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n';
    });
    const { rows, notes, result } = await probed(port, { deadline: 5, requests: 9 });
    expect(rows).toMatchObject({ 'answers as': 'HTTP/1.1 200' });
    expect(result.outcome).toBe('failed');
    expect(result.facts?.reuse?.exchanges).toBeGreaterThanOrEqual(3);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(
      /^HTTP\/1\.1 failed: request \d: the server closed the connection in the middle of its answer$/,
    );
  });

  it('falls silent at the fourth request leaves three as facts', async () => {
    const port = await answering((nth) => (nth < 4 ? ok : ''));
    const { rows, notes } = await probed(port, { deadline: 1 });
    expect(rows['requests / connections']).toBe('4 / 1');
    expect(notes).toEqual(['HTTP/1.1 timed-out: request 4: there was no answer within 1 s']);
  });
});

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

describe('the command', () => {
  const run = async (...options: string[]) => {
    const child = spawn(process.execPath, ['src/bin.js', 'probe', ...options], {
      cwd: project,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (bytes: Buffer) => out.push(bytes));
    child.stderr.on('data', (bytes: Buffer) => err.push(bytes));
    const [code] = await once(child, 'close');
    return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
  };

  it('ends with 0 where a server was measured, whatever was found', async () => {
    const port = await answering(() => ok);
    const { code, err, out } = await run(`http://127.0.0.1:${port}/`, '--http', '1.1');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('requests / connections');
  });

  it('ends with 1 and a line a version where one failed, and no stack', async () => {
    const port = await rawServer((socket) => socket.end());
    const { code, err } = await run(`http://127.0.0.1:${port}/`);
    expect(code).toBe(1);
    expect(err.split('\n')).toEqual([
      'HTTP/1.0: failed: the server closed the connection without an answer',
      'HTTP/1.1: failed: the server closed the connection without an answer',
      '',
    ]);
  });

  it.each([
    ['nobody listens', ['http://127.0.0.1:1/'], 'cannot reach 127.0.0.1 port 1: ECONNREFUSED\n'],
    [
      'the name is unknown',
      ['http://no-such-name.invalid/'],
      /^cannot reach no-such-name\.invalid port 80: E\w+\n$/,
    ],
    ['the URL is none', ['127.0.0.1:80'], '"127.0.0.1:80" is no http: or https: URL\n'],
    ['the scheme is another', ['ftp://127.0.0.1/'], '"ftp://127.0.0.1/" is no http: or https: URL\n'],
    [
      'the version is unknown',
      ['http://127.0.0.1:1/', '--http', '3'],
      '--http takes 1.0, 1.1, 2 or all, not "3"\n',
    ],
  ])('ends with 2 and one line where %s', async (_why, options, says) => {
    const { code, err, out } = await run(...options);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toEqual(typeof says === 'string' ? says : expect.stringMatching(says));
  });

  it('ends with 2 and one line where TLS is answered with garbage', async () => {
    const port = await whenAsked((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const { code, err, out } = await run(`https://127.0.0.1:${port}/`);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(`cannot reach 127.0.0.1 port ${port}: TLS failed: ERR_SSL_WRONG_VERSION_NUMBER\n`);
  });

  it('gives up a TLS handshake that does not end', async () => {
    const port = await rawServer((socket) => socket.resume());
    const { code, err } = await run(`https://127.0.0.1:${port}/`, '--deadline', '1');
    expect({ code, err }).toEqual({
      code: 2,
      err: `cannot reach 127.0.0.1 port ${port}: there was no connection within 1 s\n`,
    });
  });

  it('shows what a server says and never obeys it', async () => {
    const forbidden = '\x1b]0;owned\x07\x1b[31m';
    // Allowed in a field as bytes of any meaning (RFC 9110 §5.5): CSI of C1, and U+202E in UTF-8.
    const allowed = '\x9b2J\xe2\x80\xae';
    const answer = (text: string) =>
      `HTTP/1.1 200 ${text}\r\nKeep-Alive: ${text}\r\nContent-Type: ${text}\r\nContent-Length: 0\r\n\r\n`;
    const bad = await run(`http://127.0.0.1:${await answering(() => answer(forbidden))}/`, '--verbose');
    const sly = await run(`http://127.0.0.1:${await answering(() => answer(allowed))}/`, '--verbose');
    const refuses = await whenAsked((socket) =>
      socket.end(`HTTP/1.1 400 ${forbidden}${allowed}\r\n\r\n`, 'latin1'),
    );
    const refused = await run(`http://127.0.0.1:${refuses}/`, '--http', '2');
    for (const { out, err } of [bad, sly, refused]) {
      expect(out).toContain('Probed');
      expect(out + err).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
    }
    expect(bad.out).toContain('the server sent what the protocol does not allow');
    expect(sly.out).toContain('<U+009B>2J');
    expect(refused.out).toContain('␛[31m<U+009B>2J');
  });

  it('keeps its memory within bounds, whatever a server sends', async () => {
    const port = await whenAsked((socket) => endless(socket, 'HTTP/1.1 200 OK\r\n\r\n', 'x'));
    const script = `
      import { main } from './src/cli.ts';
      process.exitCode = await main(['node', 'lab', 'probe', 'http://127.0.0.1:${port}/', '--deadline', '30']);
      process.stderr.write('peak ' + process.resourceUsage().maxRSS);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      cwd: project,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    await once(child, 'close');
    const kilobytes = Number(/peak (\d+)/.exec(err)?.[1]);
    expect(kilobytes).toBeGreaterThan(0);
    expect(kilobytes).toBeLessThan(700 * 1024);
  });
});
