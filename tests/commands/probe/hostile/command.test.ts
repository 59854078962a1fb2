/** The command on servers that are broken or mean harm: exit codes, one line each, and nothing of theirs reaches the terminal as it is. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createHttp2Server } from 'node:http2';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { answering, closeServers, listening, rawServer } from '../probed.ts';
import { endless, ok, whenAsked } from './servers.ts';

afterAll(closeServers);

const project = fileURLToPath(new URL('../../../..', import.meta.url));

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

  it('says nothing beside the table of a server of HTTP/2 that reads a large request slowly', async () => {
    const server = createHttp2Server({ settings: { initialWindowSize: 16_384 } });
    server.on('request', (request, response) => request.on('end', () => response.end('ok')).resume());
    const { code, err } = await run(`http://127.0.0.1:${await listening(server)}/`, '--http', '2');
    expect({ code, err }).toEqual({ code: 0, err: '' });
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
