/** `read --mergeable` and `merge`, as they are typed. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, it } from 'vitest';
import { resultJsonSchema } from '../../../../src/model/schema/result.ts';
import { c2s, opening, pcap, s2c } from '../../../capture/build.ts';
import { cutBefore, later } from '../../../capture/files/cut.ts';
import { command, stackLine } from '../../command.ts';

const h2load = readFileSync(new URL('../../../fixtures/nginx-h2load.pcap', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'merge-'));
afterAll(() => rmSync(folder, { recursive: true }));
const place = (name: string): string => join(folder, name);

async function readInto(json: string, ...captures: [name: string, content: Buffer][]): Promise<string> {
  for (const [name, content] of captures) writeFileSync(place(name), content);
  const { code } = await command(
    'read',
    ...captures.map(([name]) => place(name)),
    '--mergeable',
    '--quiet',
    '--json',
    place(json),
  );
  expect(code).toBe(0);
  return place(json);
}

const refused = async (...args: string[]): Promise<string> => {
  const { code, stdout, stderr } = await command('merge', ...args);
  expect([code, stdout, stderr.length, stderr.some((line) => stackLine.test(line))]).toEqual([
    2,
    '',
    1,
    false,
  ]);
  return stderr[0] ?? '';
};

describe('merge', () => {
  it('gives what reading all gives, in any order and grouping, in a schema that holds', async () => {
    const [a = h2load, b = h2load, c = h2load] = cutBefore(h2load, [10, 20]);
    const parts = [
      await readInto('a.json', ['a.pcap', a]),
      await readInto('b.json', ['a.pcap1', b]),
      await readInto('c.json', ['a.pcap2', c]),
    ];
    const all = await command('read', 'tests/fixtures/nginx-h2load.pcap', '--json', '-');
    const merged = await command('merge', ...parts.toReversed(), '--json', '-');
    expect([merged.code, merged.stderr, merged.stdout]).toEqual([0, [], all.stdout]);
    const two = await command(
      'merge',
      parts[2] ?? '',
      parts[1] ?? '',
      '--mergeable',
      '--quiet',
      '--json',
      place('bc.json'),
    );
    expect([two.code, two.stderr]).toEqual([0, []]);
    const grouped = await command('merge', place('bc.json'), parts[0] ?? '', '--json', '-');
    expect(grouped.stdout).toBe(all.stdout);
    const holds = new Ajv({ strict: false }).compile(resultJsonSchema);
    for (const file of [...parts, place('bc.json')])
      expect(holds(JSON.parse(readFileSync(file, 'utf8')))).toBe(true);
    // A file without a packet changes nothing, wherever it stands.
    const empty = await readInto('empty.json', ['a.pcap3', h2load.subarray(0, 24)]);
    expect((await command('merge', empty, ...parts, '--json', '-')).stdout).toBe(all.stdout);
    const files = ['a.pcap3', 'a.pcap', 'a.pcap1', 'a.pcap2'].map(place);
    expect((await command('read', ...files, '--json', '-')).stdout).toBe(all.stdout);
    const twice = await command('merge', ...parts, parts[1] ?? '', '--json', '-');
    expect([twice.stdout, twice.stderr]).toEqual([
      all.stdout,
      ['a.pcap1 holds the same as a.pcap1, and is not counted again'],
    ]);
  });

  it('adds up captures of their own as reading them together does', async () => {
    const closed = pcap([...opening, c2s(101, 'hi\n'), s2c(201, 'ho\n', 104, 'F'), c2s(104, '', 205, 'F')]);
    const one = await readInto('web1.json', ['web1.pcap', closed]);
    const other = await readInto('web2.json', ['web2.pcap', later(closed, 60)]);
    const together = await command('read', place('web1.pcap'), place('web2.pcap'), '--json', '-');
    const merged = await command('merge', other, one, '--json', '-');
    expect(merged.stdout).toBe(together.stdout);
    expect(merged.stderr).toEqual(together.stderr.map((line) => line.replaceAll(`${folder}/`, '')));
    const both = await command(
      'read',
      place('web1.pcap'),
      place('web2.pcap'),
      '--mergeable',
      '--quiet',
      '--json',
      place('both.json'),
    );
    expect(both.code).toBe(0);
    expect((await command('merge', place('both.json'), '--json', '-')).stdout).toBe(together.stdout);
  });

  it('refuses in one line what it cannot merge', async () => {
    const good = await readInto('good.json', ['good.pcap', h2load]);
    await command('read', 'tests/fixtures/nginx-ab.pcap', '--quiet', '--json', place('plain.json'));
    expect(await refused(good, place('plain.json'))).toBe(
      `${place('plain.json')} cannot be merged: it was written without --mergeable; read the capture with it`,
    );
    expect(await refused(good, place('gone.json'))).toBe(`cannot read ${place('gone.json')}: ENOENT`);
    expect(await refused('package.json')).toMatch(/^package.json is no result of the schema/);
    const file = JSON.parse(readFileSync(good, 'utf8'));
    writeFileSync(
      place('wrong.json'),
      JSON.stringify({ ...file, parts: [{ ...file.parts[0], first: 'x' }] }),
    );
    expect(await refused(place('wrong.json'))).toMatch(/its parts are damaged: 0\/first must match pattern/);
    for (const [name, damage] of Object.entries({ steps: 'AAAABGJs', edges: 'AAAABGJs' })) {
      writeFileSync(
        place(`${name}.json`),
        JSON.stringify({ ...file, parts: [{ ...file.parts[0], [name]: damage }] }),
      );
      expect(await refused(place(`${name}.json`))).toMatch(
        /^the results cannot be merged: what one of them carries is damaged/,
      );
    }
    expect(await refused(good, '--mergeable')).toBe('--mergeable says what --json writes: name the file');
  });
});

describe('read --mergeable', () => {
  it('wants a file to write, and one that can be read twice', async () => {
    const without = await command('read', 'tests/fixtures/nginx-ab.pcap', '--mergeable');
    expect([without.code, without.stderr]).toEqual([
      2,
      ['--mergeable says what --json writes: name the file'],
    ]);
    const pipe = await command('read', '-', '--mergeable', '--json', '-');
    expect([pipe.code, pipe.stderr]).toEqual([
      2,
      ['a pipe is read once, and what is mergeable twice: write it into a file'],
    ]);
  });
});
