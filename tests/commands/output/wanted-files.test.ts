/** What is wrong with a file that is to be written is said before anything is measured. */
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { putFile } from '../../../src/commands/output/put-file.ts';
import { checkFiles } from '../../../src/commands/output/wanted-files.ts';
import { UsageError } from '../../../src/usage-error.ts';
import { device } from './device.ts';

let folder = '';
const at = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wanted-files-'));
  const made = folder;
  onTestFinished(() => rmSync(made, { recursive: true }));
  for (const name of ['d', 'd2']) mkdirSync(at(name));
  for (const name of ['exist', 'd/told.ndjson', 'r.pcapng']) writeFileSync(at(name), 'as it was');
  symlinkSync('newtarget', at('dang'));
  symlinkSync('dang', at('twice'));
  symlinkSync('d', at('dl'));
  symlinkSync('r.pcapng', at('r-link.pcapng'));
  symlinkSync('../elsewhere', at('d2/observe.ndjson'));
  linkSync(at('exist'), at('hl'));
  linkSync(at('d/told.ndjson'), at('hl-of-trace'));
  linkSync(at('r.pcapng'), at('r-hard.pcapng'));
});

/** What is said of options with names in the folder. */
async function said(options: Record<string, string>, ...given: string[]): Promise<string> {
  const named = Object.entries(options).map(([kind, name]) => [kind, at(name)]);
  try {
    await checkFiles(Object.fromEntries(named), given.map(at));
    return '';
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message.replaceAll(`${folder}/`, '');
  }
}

describe('two names of the same file are told', () => {
  it.each<[string, Record<string, string>, string]>([
    ['a link to nothing yet', { json: 'dang', html: 'newtarget' }, '--json and --html name the same file: '],
    ['a link to that link', { har: 'twice', html: 'dang' }, '--html and --har name the same file: '],
    ['a folder by a link', { json: 'd/new', html: 'dl/new' }, '--json and --html name the same file: '],
    ['a second name', { json: 'exist', html: 'hl' }, '--json and --html name the same file: '],
    ['a file of the trace', { trace: 'd', json: 'd/http10-short.ndjson' }, '--json names a file of --trace'],
    ['the same by a link', { trace: 'd', json: 'dl/observe.ndjson' }, '--json names a file of --trace'],
    ['a second name of one', { trace: 'd', json: 'hl-of-trace' }, '--json names a file of --trace'],
    ['what one leads to', { trace: 'd2', pcap: 'elsewhere' }, '--pcap names a file of --trace'],
    ['in a folder not made yet', { trace: 'new', pcap: 'new/observe.ndjson' }, '--pcap names a file of'],
    ['in one by a link', { trace: 'dl/new', pcap: 'd/new/observe.ndjson' }, '--pcap names a file of --trace'],
    ['the folder of the trace', { trace: 'new', json: 'new' }, '--json names the folder of --trace: new'],
  ])('%s', async (_, options, says) => {
    expect(await said(options)).toContain(says);
    expect([existsSync(at('newtarget')), readFileSync(at('exist'), 'utf8')]).toEqual([false, 'as it was']);
  });

  it.each(['r.pcapng', 'r-link.pcapng', 'r-hard.pcapng'])('what is read, as %s', async (name) => {
    const says = `--json would write over what is read: ${name}`;
    expect(await said({ json: name }, 'r.pcapng')).toBe(says);
    if (name !== 'r.pcapng')
      expect(await said({ json: 'r.pcapng' }, 'exist', name)).toContain('what is read');
  });

  it('and two files beside each other, or one device for two, are not', async () => {
    expect(await said({ json: 'd/result.json', html: 'page.html', trace: 'd' }, 'r.pcapng')).toBe('');
    const sink = device(folder, 'null');
    await checkFiles({ json: sink, html: sink });
  });
});

it('a link to itself is told, and does not hold it up', async () => {
  symlinkSync('loop', at('loop'));
  await expect(putFile(at('loop'), 'x')).rejects.toMatchObject({ code: 'ELOOP' });
  expect(await said({ json: 'loop', html: 'other' })).toBe('cannot write loop: ELOOP');
});

it.each(['json', 'html', 'pcap', 'har', 'markdown', 'trace'])('an empty name is none: --%s', async (kind) => {
  await expect(checkFiles({ [kind]: '' })).rejects.toThrow(
    new RegExp(`^--${kind} takes the name of a (file|folder), which is never empty$`),
  );
});

it('a file is had in the folder that is made for the trace', async () => {
  expect(await said({ json: 'newd/x.json', trace: 'newd' })).toBe('');
  await putFile(at('newd/x.json'), 'text');
  expect(await said({ json: 'none/x.json', trace: 'newd' })).toBe('cannot write none/x.json: ENOENT');
});
