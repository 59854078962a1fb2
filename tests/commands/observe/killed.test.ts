/**
 * `observe` with all its files is killed, or finds its disk full, at many moments: what is left each time can be read, and
 * is true up to then. A moment is when a client has had so many answers, and a disk is full after so many bytes.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readRecordings } from '../../../src/model/read-recordings.ts';
import { listen } from '../../../src/wire/address.ts';
import { readResultFile } from '../../result-file.ts';
import { command, program } from '../command.ts';

/** Seeded, so that a moment that fails can be had again; more of them with MOMENTS. */
const moments = Number(process.env.MOMENTS ?? 5);
let seed = 15;
const random = (most: number): number => {
  seed = (seed * 48_271) % 0x7fff_ffff;
  return seed % most;
};

const request = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const answer = `HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n${'x'.repeat(1000)}`;

const sockets = new Set<Socket>();
const server = createServer((socket) => {
  sockets.add(socket);
  socket.on('error', () => {});
  socket.on('data', (bytes) => socket.write(answer.repeat(bytes.length / request.length)));
  socket.on('end', () => socket.end());
});
let port = 0;
beforeAll(async () => {
  ({ port } = await listen(server));
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

interface Observing {
  folder: string;
  child: ChildProcess;
  url: URL;
}

/** `shell`: what is done before, in the same process. */
async function observing(shell = ''): Promise<Observing> {
  const folder = mkdtempSync(join(tmpdir(), 'killed-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = [
    '--trace',
    join(folder, 'trace'),
    '--pcap',
    join(folder, 'x.pcap'),
    '--html',
    join(folder, 'x.html'),
  ];
  const options = ['observe', '--to', `127.0.0.1:${port}`, ...files, '--json', join(folder, 'x.json')];
  const all = [process.execPath, ...program, ...options];
  const child = spawn('sh', ['-c', `${shell} exec "$@"`, 'sh', ...all], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr.setEncoding('utf8');
  for await (const text of child.stderr.iterator({ destroyOnReturn: false })) {
    said += text;
    const [, url] = /listening on (\S+)/.exec(said) ?? [];
    if (url !== undefined) return { folder, child, url: new URL(url) };
  }
  throw new Error(`it does not listen: ${said}`);
}

/** One request after another; resolves once so many answers have come, or none comes any more. */
async function asks({ url }: Observing, answers: number): Promise<void> {
  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  const gone = once(socket, 'close');
  for (let nth = 0; nth < answers; nth++) {
    socket.write(request);
    for (let had = 0; had < answer.length; ) {
      const come = await Promise.race([once(socket, 'data'), gone]);
      if (!Buffer.isBuffer(come[0])) return;
      had += come[0].length;
    }
  }
}

const left = (folder: string, name: string): string[] =>
  readdirSync(folder).flatMap((file) => (file.startsWith(name) ? [join(folder, file)] : []));

/** What each side said by the trace is the beginning of what it did say. Gives how many bytes of each there are. */
function saidIn(trace: string): Record<'c2s' | 's2c', number> {
  const { recordings } = readRecordings(readFileSync(trace, 'utf8'));
  const bytes = { c2s: '', s2c: '' };
  for (const event of recordings[0]?.events ?? [])
    if (event.type === 'bytes') bytes[event.direction] += event.bytes.toString();
  for (const [text, all] of [
    [bytes.c2s, request],
    [bytes.s2c, answer],
  ] as const)
    expect(all.repeat(Math.ceil(text.length / all.length)).startsWith(text)).toBe(true);
  return { c2s: bytes.c2s.length, s2c: bytes.s2c.length };
}

/** What `read` makes of it: it never fails, and it finds no more exchanges than there were, nor fewer than that. */
async function judged(file: string, [fewest, most]: readonly [number, number]): Promise<void> {
  const { code, stdout, stderr } = await command('read', file, '--json', '-');
  expect([0, 1]).toContain(code);
  expect(stderr.filter((line) => !/cut short|before its time/.test(line))).toEqual([]);
  const [result] = readResultFile(stdout).results;
  const exchanges = result?.facts?.observed?.exchanges ?? 0;
  expect(exchanges).toBeGreaterThanOrEqual(fewest);
  expect(exchanges).toBeLessThanOrEqual(most);
}

describe('observe that is killed', () => {
  it.each(Array.from({ length: moments }, () => random(60)))('after %i answers', async (answers) => {
    const observed = await observing();
    const { folder, child } = observed;
    await asks(observed, answers);
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(readdirSync(folder).filter((name) => /html|json/.test(name))).toEqual([]);
    const [trace = '', ...others] = left(join(folder, 'trace'), 'observe.ndjson.');
    const [capture = '', ...more] = left(folder, 'x.pcap.');
    expect([others, more]).toEqual([[], []]);
    // Nothing is passed on before it is recorded.
    expect(saidIn(trace)).toEqual({ c2s: answers * request.length, s2c: answers * answer.length });
    for (const file of [trace, capture]) await judged(file, [answers, answers]);
  });
});

describe.runIf(process.platform === 'linux')('observe whose disk is full', () => {
  // In blocks of 512 bytes, as sh counts them.
  it.each(Array.from({ length: moments }, () => 1 + random(150)))(
    'after %i blocks of each file',
    async (blocks) => {
      const observed = await observing(`ulimit -f ${blocks};`);
      const { folder, child } = observed;
      let said = '';
      child.stderr?.on('data', (text: string) => {
        said += text;
      });
      await asks(observed, 60);
      child.kill('SIGTERM');
      const [code] = await once(child, 'close');
      expect(said).not.toMatch(/^\s+at /m);
      for (const [folderOf, name] of [
        [join(folder, 'trace'), 'observe.ndjson'],
        [folder, 'x.pcap'],
      ] as const) {
        const [file = '', ...others] = left(folderOf, name);
        expect(others).toEqual([]);
        const isCut = file.endsWith('.partial');
        expect(said.includes(`cannot write ${join(folderOf, name)}: EFBIG`)).toBe(isCut);
        if (isCut) expect(code).toBe(2);
        if (name === 'observe.ndjson' && readFileSync(file, 'utf8').split('\n').length > 3) saidIn(file);
        if (readFileSync(file).length > 1024) await judged(file, [0, 60]);
      }
    },
  );
});
