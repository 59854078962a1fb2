/** `--pcap`, `--har` and `--markdown` of what stands between real ends: each holds what the tables were counted from. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileChunks, judgeCapture } from '../../../src/commands/read/capture.ts';
import type { LabResult } from '../../../src/model/result.ts';
import type { Har } from '../../../src/report/files/har.ts';
import { freePorts } from '../../peers/support/running.ts';
import { readResultFile } from '../../result-file.ts';
import { command } from '../command.ts';
import { device } from './device.ts';

let folder = '';
let port = 0;
let server: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
  server = createServer((request, response) => {
    request.resume();
    response.end(`<b>answer</b> to ${request.url}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = address !== null && typeof address === 'object' ? address.port : 0;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

/** Asks so often, one request after another on one connection. */
const client = (times: number) => {
  const script = `
    import { Agent, get } from 'node:http';
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let nth = 0; nth < ${times}; nth++)
      await new Promise((ended) => get(process.argv[1] + '/' + nth, { agent }, (answer) => answer.resume().on('close', ended)));
    agent.destroy();`;
  return ['--', process.execPath, '--input-type=module', '-e', script, '{url}'];
};

/** Runs the command with all three files, and reads them. */
async function written(name: string, ...args: string[]) {
  const of = (ending: string) => join(folder, `${name}.${ending}`);
  const at = args.indexOf('--');
  const [own, rest] = at < 0 ? [args, []] : [args.slice(0, at), args.slice(at)];
  const files = ['--pcap', of('pcapng'), '--har', of('har'), '--markdown', of('md'), '--json', of('json')];
  const ended = await command(...own, ...files, ...rest);
  const { results } = readResultFile(await readFile(of('json'), 'utf8'));
  const { reports } = await judgeCapture(of('pcapng'), fileChunks(of('pcapng')), []);
  return {
    ended,
    results,
    captured: reports.map(({ result }) => result),
    har: JSON.parse(await readFile(of('har'), 'utf8')) as Har,
    markdown: await readFile(of('md'), 'utf8'),
  };
}

const connections = (results: Pick<LabResult, 'facts'>[]): number =>
  results
    .flatMap(({ facts }) => Object.values(facts ?? {}))
    .reduce((sum, facts) => sum + facts.connections, 0);
const requests = (results: Pick<LabResult, 'facts'>[]): number =>
  results
    .flatMap(({ facts }) => Object.values(facts ?? {}))
    .reduce((sum, facts) => sum + facts.messages.c2s, 0);

describe('the files of observe', () => {
  it('hold what passed', async () => {
    const { ended, results, captured, har, markdown } = await written(
      'observe',
      'observe',
      ...['--to', `127.0.0.1:${port}`],
      ...client(3),
    );
    expect(ended.code).toBe(0);
    expect(results[0]?.facts?.observed).toMatchObject({ connections: 1, exchanges: 3 });
    expect(captured.map(({ target, facts }) => [target, facts?.observed])).toEqual([
      [`127.0.0.1:${port}`, results[0]?.facts?.observed],
    ]);
    expect(har.log.entries.map(({ request }) => request.url)).toEqual(
      [0, 1, 2].map((nth) => `http://127.0.0.1:${port}/${nth}`),
    );
    expect(markdown).toContain(`| observe 127.0.0.1:${port} | observed | HTTP/1.1 | 3 | 1 |`);
  });

  it('say in which of them only the beginning is', async () => {
    const { ended, results, captured, har } = await written(
      'long',
      'observe',
      ...['--to', `127.0.0.1:${port}`],
      ...client(501),
    );
    expect(results[0]?.facts?.observed?.exchanges).toBe(501);
    expect(captured[0]?.facts?.observed?.exchanges).toBe(501);
    expect(har.log.entries.length).toBe(250);
    expect(ended.stderr.at(-1)).toMatch(
      /long\.har: holds the beginning, 500 of 1002 messages, on 1 of 1 connections$/,
    );
  });

  it('are said to be impossible in one line', async () => {
    const nowhere = join(folder, 'nowhere', 'observe.pcapng');
    const { code, stderr } = await command(
      'observe',
      ...['--to', `127.0.0.1:${port}`, '--pcap', nowhere],
      ...client(1),
    );
    expect(code).toBe(2);
    expect(stderr.at(-1)).toBe(`cannot write ${nowhere}: ENOENT`);
  });
});

it('the files of probe hold every question of every version', async () => {
  const { ended, results, captured, har, markdown } = await written(
    'probe',
    'probe',
    `http://127.0.0.1:${port}/`,
  );
  expect(ended.code).toBe(0);
  expect(results.map(({ version, outcome }) => [version, outcome])).toEqual([
    ['1.0', 'ran'],
    ['1.1', 'ran'],
    ['2', 'skipped'],
  ]);
  const spoken = results.slice(0, 2);
  // They also have what was asked to find out that HTTP/2 is not spoken, and the upload of HTTP/1.1, which has no facts.
  expect(connections(captured)).toBe(connections(spoken) + 2);
  expect(har.log.entries).toHaveLength(requests(spoken) + 2);
  expect(new Set(har.log.entries.map(({ comment }) => comment.split(':')[0]))).toEqual(
    new Set(['probe-http-1.0', 'probe-http-1.1', 'probe-http-2']),
  );
  expect(markdown).toContain('## probe-http-1.0');
  expect(markdown).toContain('## probe-http-1.1');
});

it('the files of through hold both sides of every question, and so do those of what it stored', async () => {
  const [front = 0, origin = 0] = await freePorts(2);
  const wire = createTcpServer((one) => {
    const other = connect({ host: '127.0.0.1', port: origin, noDelay: true });
    one.setNoDelay(true).pipe(other).pipe(one);
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
    other.on('error', () => one.destroy());
  });
  await new Promise<void>((resolve) => wire.listen(front, '127.0.0.1', resolve));
  try {
    const { ended, results, captured, har, markdown } = await written(
      'through',
      ...['through', `http://127.0.0.1:${front}/`, '--origin-port', `${origin}`, '--trace', folder],
    );
    expect(ended.code).toBe(0);
    const before = captured.filter(({ target }) => target === `127.0.0.1:${front}`);
    const behind = captured.filter(({ target }) => target !== `127.0.0.1:${front}`);
    // As many behind as in front, but for control exchanges: in front they are left out.
    expect(connections(before)).toBeGreaterThan(8);
    expect(connections(behind)).toBeGreaterThanOrEqual(connections(before));
    const names = await readFile(join(folder, 'through.pcapng'), 'latin1');
    for (const side of ['front', 'back'])
      expect(names).toContain(`through: upload, chunked over http/1.1, ${side}`);
    const comments = har.log.entries.map(({ comment }) => comment);
    for (const side of ['front', 'back']) {
      expect(comments.filter((comment) => comment === `through: one front connection, ${side}`)).toHaveLength(
        5,
      );
      expect(markdown).toContain(`one front connection, ${side}`);
    }
    expect(results[0]?.facts?.front).toMatchObject({ connections: 1, exchanges: 5 });
    const again = join(folder, 'again.har');
    const full = device(folder, 'full');
    const files = ['--har', again, '--json', full];
    const read = await command('read', join(folder, 'through.ndjson'), ...files);
    expect([read.code, read.stderr]).toEqual([2, [`cannot write ${full}: ENOSPC`]]);
    const { log } = JSON.parse(await readFile(again, 'utf8')) as Har;
    expect(log.entries.map(({ comment }) => comment)).toEqual(comments);
  } finally {
    await new Promise((resolve) => {
      wire.close(resolve);
      // Control connections of the bench may still be on their way.
      wire.unref();
    });
  }
});
