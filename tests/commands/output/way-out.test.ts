/** Every command with every file that it writes: one that cannot be written is told in a line, and takes none with it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { claims } from '../../../src/commands/claims.ts';
import { compare } from '../../../src/commands/compare.ts';
import { list } from '../../../src/commands/list.ts';
import { observe } from '../../../src/commands/observe/observe.ts';
import type { ReportOptions } from '../../../src/commands/output/options.ts';
import { probe } from '../../../src/commands/probe/probe.ts';
import { read } from '../../../src/commands/read/read.ts';
import { run } from '../../../src/commands/run/run.ts';
import { UsageError } from '../../../src/usage-error.ts';
import { device } from './device.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
let folder = '';
let full = '';
let server: Server;
let port = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'way-out-'));
  full = device(folder, 'full');
  server = createServer((_, response) => response.end('answer'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as { port: number }).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

type Kind = 'json' | 'trace' | 'pcap' | 'har' | 'markdown' | 'html';

/** Whether the text is all of such a file. */
const whole: Record<Kind, (bytes: Buffer) => boolean> = {
  json: (bytes) => 'results' in JSON.parse(`${bytes}`),
  trace: (bytes) =>
    `${bytes}`
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)).length > 3,
  pcap: (bytes) => bytes.readUInt32LE(0) === 0x0a0d0d0a && bytes.length > 500,
  har: (bytes) => 'log' in JSON.parse(`${bytes}`),
  markdown: (bytes) => /^# .*[\s\S]*\n$/.test(`${bytes}`),
  html: (bytes) => `${bytes}`.trimEnd().endsWith('</html>'),
};

const client = `
  import { get } from 'node:http';
  get(process.argv[1], { agent: false }, (answer) => answer.resume());`;

interface Command {
  name: string;
  kinds: Kind[];
  /** What its trace is called. */
  lab: string;
  run(options: ReportOptions): Promise<number>;
}

const reporting: Command[] = [
  {
    name: 'run',
    kinds: ['json', 'trace', 'pcap', 'har', 'markdown', 'html'],
    lab: 'http10-short',
    run: (options) => run(['http10-short'], options),
  },
  {
    name: 'probe',
    kinds: ['json', 'trace', 'pcap', 'har', 'markdown', 'html'],
    lab: 'probe-http-1.0',
    run: (options) => probe(`http://127.0.0.1:${port}/`, { http: '1.0', requests: 2, ...options }),
  },
  {
    name: 'observe',
    kinds: ['json', 'trace', 'pcap', 'har', 'markdown', 'html'],
    lab: 'observe',
    run: (options) =>
      observe([process.execPath, '--input-type=module', '-e', client, '{url}'], {
        to: `127.0.0.1:${port}`,
        ...options,
      }),
  },
  {
    name: 'read of a capture',
    kinds: ['json', 'har', 'markdown', 'html'],
    lab: '',
    run: (options) => read([fixture('nginx-curl.pcap')], options),
  },
  {
    name: 'read of a trace',
    kinds: ['json', 'har', 'markdown', 'html'],
    lab: '',
    run: (options) => read([fixture('websocket.ndjson')], options),
  },
];

/** Each makes a place where no file can be, and gives the error's code. */
const places = {
  'no room': (file: string) => {
    symlinkSync(full, file);
    return 'ENOSPC';
  },
  'a folder in its place': (file: string) => {
    mkdirSync(file);
    return 'EISDIR';
  },
  'no folder to be in': (file: string) => {
    rmSync(join(file, '..'), { recursive: true });
    return 'ENOENT';
  },
};
type Place = keyof typeof places;
const placeNames = Object.keys(places) as Place[];

let times = 0;

/** Files of all kinds that the command writes, each in a folder of its own and holding something, with their options. */
function files({ kinds, lab }: Command) {
  const base = join(folder, `${++times}`);
  const paths = new Map(
    kinds.map((kind) => [kind, join(base, kind, kind === 'trace' ? `${lab}.ndjson` : 'file')]),
  );
  for (const path of paths.values()) {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, 'as it was');
  }
  const options: ReportOptions = { quiet: true };
  for (const [kind, path] of paths) options[kind] = kind === 'trace' ? join(path, '..') : path;
  return { paths, options };
}

/** What the command says on stderr, and its exit code: 2 where it throws bad usage. */
async function ended(command: () => Promise<number>) {
  const said: string[] = [];
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    // Of libraries, whose warnings the command line keeps to itself.
    if (!/^\((?:node:|Use )/.test(String(text))) said.push(String(text).trimEnd());
    return true;
  });
  try {
    const code = await command();
    return { code, said };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { code: 2, said: [error.message] };
  } finally {
    stderr.mockRestore();
  }
}

describe.each(reporting)('$name', (command) => {
  it('writes every file', async () => {
    const { paths, options } = files(command);
    expect(await ended(() => command.run(options))).toEqual({ code: 0, said: [] });
    for (const [kind, path] of paths) expect([kind, whole[kind](readFileSync(path))]).toEqual([kind, true]);
  });

  // Every second file fails, each in another way; then the others do; and so on until each has failed in every way.
  it.each([0, 1].flatMap((half) => placeNames.map((_, turn) => [half, turn] as const)))(
    'tells those that fail, and writes the others: %i, %i',
    async (half, turn) => {
      const { paths, options } = files(command);
      const failing = command.kinds.filter((_, nth) => nth % 2 === half);
      const expected: string[] = [];
      for (const [nth, kind] of failing.entries()) {
        const path = paths.get(kind) ?? '';
        // What grows is opened before anything is measured, and all else is told then.
        const grows = command.name === 'observe' && (kind === 'trace' || kind === 'pcap');
        const place = grows ? 'no room' : (placeNames[(nth + turn) % placeNames.length] ?? 'no room');
        rmSync(path);
        expected.push(`cannot write ${path}: ${places[place](path)}`);
      }
      const { code, said } = await ended(() => command.run(options));
      expect(said.sort()).toEqual(expected.sort());
      expect(code).toBe(2);
      for (const [kind, path] of paths)
        if (!failing.includes(kind)) expect([kind, whole[kind](readFileSync(path))]).toEqual([kind, true]);
    },
  );
});

describe('a command that writes nothing but its result', () => {
  const commands: [string, (options: ReportOptions) => Promise<number>][] = [
    ['list', list],
    ['claims', claims],
    ['compare', (options) => compare([fixture('run.json'), fixture('run.json')], options)],
  ];
  it.each(commands.filter(([name]) => name !== 'claims'))('%s writes it whole', async (_, act) => {
    const json = join(folder, `result-${++times}`);
    writeFileSync(json, 'as it was');
    expect(await ended(() => act({ json, quiet: true }))).toEqual({ code: 0, said: [] });
    expect(JSON.parse(readFileSync(json, 'utf8'))).toBeTruthy();
  });

  it.each(commands)('%s tells that it could not', async (_, act) => {
    expect(await ended(() => act({ json: full, quiet: true }))).toEqual({
      code: 2,
      said: [`cannot write ${full}: ENOSPC`],
    });
  });
});

describe('a run that fails leaves an earlier result alone', () => {
  const nowhere = { to: '127.0.0.1:1' };
  it.each<[string, Kind[], (options: ReportOptions) => Promise<number>]>([
    ['run', ['json', 'trace', 'pcap', 'har', 'markdown', 'html'], (options) => run(['no-such-lab'], options)],
    ['read', ['json', 'har', 'markdown', 'html'], (options) => read([fixture('run.json')], options)],
    [
      'probe',
      ['json', 'trace', 'pcap', 'har', 'markdown', 'html'],
      (options) => probe('http://127.0.0.1:1/', { http: '1.1', requests: 1, ...options }),
    ],
    [
      'observe',
      ['json', 'trace', 'pcap', 'har', 'markdown', 'html'],
      (options) => observe(['/no/such/program'], { ...nowhere, ...options }),
    ],
    [
      'observe where somebody else listens',
      ['json', 'trace', 'pcap', 'har', 'markdown', 'html'],
      (options) => observe([], { ...nowhere, listen: `${port}`, ...options }),
    ],
  ])('%s', async (name, kinds, act) => {
    const lab = name.startsWith('observe') ? 'observe' : 'any';
    const { paths, options } = files({ name, kinds, lab, run: act });
    const { code, said } = await ended(() => act(options));
    expect([code, said.length]).toEqual([2, 1]);
    for (const path of paths.values())
      expect([basename(path), readFileSync(path, 'utf8')]).toEqual([basename(path), 'as it was']);
  });
});
