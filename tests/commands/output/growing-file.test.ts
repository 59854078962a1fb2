/** What `observe` writes while it runs: it takes its place when it is finished. */
import { spawnSync } from 'node:child_process';
import {
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { observe } from '../../../src/commands/observe/observe.ts';
import { openGrowingFile } from '../../../src/commands/output/growing-file.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
const text = (name: string): string => readFileSync(at(name), 'utf8');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'growing-file-'));
  const made = folder;
  onTestFinished(() => rmSync(made, { recursive: true }));
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** Asks, is not answered, and says nothing of it. */
const unanswered = `
  import { get } from 'node:http';
  get(process.argv[1], { agent: false }).on('error', () => {});`;

it.each([false, true])(
  'a server that is never reached costs no earlier trace or capture, TLS: %s',
  async (tls) => {
    for (const name of ['observe.ndjson', 'keep.pcapng']) writeFileSync(at(name), 'as it was');
    const files = { trace: folder, pcap: at('keep.pcapng'), quiet: true };
    const client = [process.execPath, '--input-type=module', '-e', unanswered, '{url}'];
    await expect(observe(client, { to: '127.0.0.1:1', tls, ...files })).rejects.toThrow(/^cannot reach/);
    expect([text('observe.ndjson'), text('keep.pcapng')]).toEqual(['as it was', 'as it was']);
    expect(readdirSync(folder).sort()).toEqual(['keep.pcapng', 'observe.ndjson']);
  },
);

const partial = () => readdirSync(folder).filter((name) => name.endsWith('.partial'));

it('what comes is beside its place until it is finished', async () => {
  writeFileSync(at('old'), 'as it was, and longer than what comes', { mode: 0o640 });
  const file = await openGrowingFile(at('old'), ['head ']);
  file.add('one ');
  file.begin();
  file.add('two');
  expect([partial().map(text), text('old')]).toEqual([
    ['head one two'],
    'as it was, and longer than what comes',
  ]);
  file.finish();
  file.close();
  expect([readdirSync(folder), text('old')]).toEqual([['old'], 'head one two']);
  expect(statSync(at('old')).mode & 0o777).toBe(0o640);
});

it('what is given up stays beside if it had begun, and is named; or else goes', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const [begun, never] = [
    await openGrowingFile(at('begun'), ['a']),
    await openGrowingFile(at('never'), ['a']),
  ];
  begun.begin();
  begun.add('b');
  for (const file of [begun, never]) file.close();
  expect(partial().map(text)).toEqual(['ab']);
  expect(said.mock.calls.map(([line]) => line)).toEqual([
    `${at(partial()[0] ?? '')} holds what was recorded\n`,
  ]);
});

it('what has another name goes on to be one file under both', async () => {
  writeFileSync(at('one'), 'as it was');
  linkSync(at('one'), at('other'));
  const file = await openGrowingFile(at('one'), ['new']);
  file.finish();
  expect([text('one'), text('other'), partial()]).toEqual(['new', 'new', []]);
});

it('a link leads to what is replaced', async () => {
  writeFileSync(at('place'), 'as it was');
  symlinkSync('place', at('link'));
  const file = await openGrowingFile(at('link'), ['new']);
  file.finish();
  expect([readlinkSync(at('link')), text('place'), partial()]).toEqual(['place', 'new', []]);
});

it('what a run left that did not end is named, and what another run is writing is refused', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { pid: gone } = spawnSync(process.execPath, ['-e', '']);
  const left = at(`file.${gone}-0a1b.partial`);
  for (const name of [left, at('file.partial'), at(`other.${process.ppid}-0a1b.partial`)])
    writeFileSync(name, '');
  const file = await openGrowingFile(at('file'), []);
  file.close();
  const words = 'is of a run that did not end: it holds what was recorded until then';
  expect(said.mock.calls.map(([line]) => line)).toEqual([`${left} ${words}\n`]);
  await expect(openGrowingFile(at('other'), [])).rejects.toThrow(
    `cannot write ${at('other')}: another run is writing it (process ${process.ppid})`,
  );
});
