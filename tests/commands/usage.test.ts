/** Bad usage: exit code 2, one clear line, no stack, and nothing on stdout. */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readResultFile } from '../result-file.ts';
import { command } from './command.ts';
import { refused } from './refused.ts';

const patience = 60_000;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'http-version-lab-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('bad usage', () => {
  it.each([
    [['--html', '-'], /^--html takes the name of a file: only --json writes to stdout$/],
    [['--json', '-', '--har', '-'], /^--har takes the name of a file: only --json writes to stdout$/],
    [['--har', 'both.json', '--json', './both.json'], /^--json and --har name the same file: both\.json$/],
    [['--json', '/nonexistent/file'], /^cannot write \/nonexistent\/file: ENOENT$/],
    [['--markdown', '/'], /^cannot write \/: EISDIR$/],
    [['--trace', '/proc/no/such'], /^cannot write \/proc\/no\/such: ENOENT$/],
    [['--trace', 'package.json'], /^cannot write package\.json: ENOTDIR$/],
  ])(
    'says before it measures that nothing can be written to %j',
    async (files, says) => {
      // Nobody listens there: that would be said next.
      for (const args of [
        ['observe', '--to', '127.0.0.1:1', '--for', '1'],
        ['run', 'no-such-lab'],
      ])
        expect(await refused([...args, ...files], says)).toHaveLength(1);
    },
    patience,
  );

  it(
    'names the labs where there is none of that name',
    async () => {
      const stderr = await refused(['run', 'http3'], /^there is no lab "http3"; there are: .*http10-short,/);
      expect(stderr).toHaveLength(1);
    },
    patience,
  );

  it.each([
    ['run http11-keepalive', 'there is no lab "http11-keepalive"; did you mean http11-keep-alive?'],
    ['explain websockets', 'there is no lab "websockets"; did you mean websocket?'],
    [
      'run labs/http10-shrot.ts',
      'there is no lab "labs/http10-shrot.ts"; did you mean labs/http10-short.ts?',
    ],
    ['prboe http://127.0.0.1:1/', 'there is no lab "prboe"; did you mean probe?'],
    ['lsit', 'there is no lab "lsit"; did you mean list?'],
  ])(
    'names the nearest lab or command: %s',
    async (line, says) => {
      const { code, stdout, stderr } = await command(...line.split(' '));
      expect([code, stdout, stderr]).toEqual([2, '', [says]]);
    },
    patience,
  );

  it(
    'refuses two labs of one name, and runs one that is named twice once',
    async () => {
      const two = ['run', 'reference-telephone', 'tests/commands/labs/reference-telephone.ts'];
      const says =
        /^two labs are called "reference-telephone": .*; traces and results go by that name, so rename one, or run one at a time$/;
      expect(await refused(two, says)).toHaveLength(1);
      const same = ['socket-address', 'labs/socket-address.ts', 'socket-address'];
      const { stdout } = await command('run', ...same, '--json', '-');
      expect(readResultFile(stdout).results.map(({ lab }) => lab)).toEqual(['socket-address']);
    },
    patience,
  );

  it.each(['--lang zh list', '--json - probe http://127.0.0.1:1/'])(
    'says that a command comes first: %s',
    async (line) => {
      await refused(line.split(' '), /^"(list|probe)" is a command: it comes first$/);
    },
    patience,
  );

  it(
    'knows no option of that name',
    () => refused(['list', '--nonsense'], /unknown option '--nonsense'/),
    patience,
  );

  it(
    'writes over nothing that it reads, nor over a result whose name is taken for the file to write',
    async () => {
      const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
      const [own, link, ann] = ['own.pcap', 'link.pcap', 'ann.json'].map((name) => join(folder, name));
      if (!own || !link || !ann) throw new Error('no names');
      await cp(fixture('nginx-curl.pcap'), own);
      await symlink(own, link);
      await cp(fixture('run.json'), ann);
      const before = await Promise.all([own, ann].map((name) => readFile(name)));
      for (const [option, file] of [
        ['--json', own],
        ['--markdown', own],
        ['--json', link],
      ] as const)
        await refused(['read', own, option, file], new RegExp(`^${option} would write over what is read`));
      await refused(['compare', ann, ann, '--json', ann], /^--json would write over what is read/);
      await refused(
        ['compare', '--json', ann, fixture('run.json'), fixture('run.json')],
        /ann\.json is a result: --json takes/,
      );
      expect(await Promise.all([own, ann].map((name) => readFile(name)))).toEqual(before);
    },
    patience,
  );

  it(
    'shows no escape sequence of a name',
    async () => {
      const [line] = await refused(['read', 'no\u001b[31mfile'], /^cannot read/);
      expect(line).toBe('cannot read no␛[31mfile: ENOENT');
    },
    patience,
  );

  it(
    'compares results only, and says why a file is none',
    async () => {
      const run = JSON.parse(
        await readFile(fileURLToPath(new URL('../fixtures/run.json', import.meta.url)), 'utf8'),
      );
      const files: [string, string, RegExp][] = [
        ['cut.json', JSON.stringify(run).slice(0, 5000), /is no JSON, or cut short$/],
        ['nothing.json', '', /is no JSON, or cut short$/],
        ['list.json', '[]', /it names no schema$/],
        [
          'next.json',
          JSON.stringify({ ...run, schema: 'http-version-lab/result/3' }),
          /it says "http-version-lab\/result\/3"$/,
        ],
        ['odd.json', JSON.stringify({ ...run, calibration: 5 }), /holds no list of results$/],
        [
          'labless.json',
          JSON.stringify({ ...run, results: [{ subject: 'x' }] }),
          /holds no list of results$/,
        ],
        [
          'thin.json',
          JSON.stringify({ ...run, results: [{ lab: 'x', subject: 'x' }] }),
          /is no result of the schema .*: results\/0 must have required property 'title'$/,
        ],
        [
          'modeless.json',
          JSON.stringify({ ...run, results: [{ ...run.results[0], verdicts: { ordinary: { wire: {} } } }] }),
          /: results\/0\/verdicts\/ordinary must have required property 'conversation'$/,
        ],
      ];
      const good = join(folder, 'marked.json');
      await writeFile(good, `\ufeff${JSON.stringify(run)}`);
      expect((await command('compare', good, good)).code).toBe(0);
      for (const [name, text, says] of files) {
        await writeFile(join(folder, name), text);
        expect(await refused(['compare', good, join(folder, name)], says)).toHaveLength(1);
      }
    },
    patience,
  );

  it('wants a lab to explain', () => refused(['explain'], /missing required argument 'lab'/), patience);

  it(
    'explains no lab that is not there',
    () => refused(['explain', 'http3'], /^there is no lab "http3"/),
    patience,
  );

  it(
    'cannot write where nothing can be written',
    async () => {
      const stderr = await refused(
        ['list', '--json', join(folder, 'no', 'such', 'x.json')],
        /^cannot write .*ENOENT/,
      );
      expect(stderr).toHaveLength(1);
    },
    patience,
  );
});
