/** What `observe` writes while it runs: what was there before stays until the server was reached. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
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
  },
);

it('what comes before it is certain is held, and loses nothing', async () => {
  writeFileSync(at('old'), 'as it was, and longer than what comes');
  const file = await openGrowingFile(at('old'), ['head ']);
  file.add('one ');
  expect(text('old')).toBe('as it was, and longer than what comes');
  file.begin();
  expect(text('old')).toBe('head one ');
  file.begin();
  file.add('two');
  expect(text('old')).toBe('head one two');
  file.finish();
  expect(text('old')).toBe('head one two');
});

it('what ends before it is certain is written at the end, and what is closed is not', async () => {
  for (const name of ['ended', 'closed']) writeFileSync(at(name), 'as it was');
  const [ended, closed] = [
    await openGrowingFile(at('ended'), ['a']),
    await openGrowingFile(at('closed'), []),
  ];
  for (const file of [ended, closed]) file.add('b');
  ended.finish();
  closed.close();
  closed.begin();
  expect([text('ended'), text('closed')]).toEqual(['ab', 'as it was']);
});

it('a new file shows at once what comes', async () => {
  const file = await openGrowingFile(at('new'), ['head ']);
  file.add('one');
  expect(text('new')).toBe('head one');
  file.close();
});
