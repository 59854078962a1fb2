/** The command line: whatever is typed, it ends with an exit code of its own, and throws nothing. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { commands } from '../../src/commands/table/table.ts';
import { program } from '../commands/command.ts';
import type { Target } from './target.ts';

/** What measures nothing, and ends by itself; of the others only what is wrong from the start. */
const quick = ['list', 'schema', 'compare', 'read', 'completion'];

const flags = commands
  .filter(({ name }) => quick.includes(name))
  .flatMap(({ options }) =>
    options.map(({ flags }) => flags.split(/[ ,]+/).find((flag) => flag.startsWith('--')) ?? '--help'),
  );

const values = [
  '',
  '-1',
  '0',
  '1e9',
  'NaN',
  '☃',
  '..',
  '__proto__',
  'constructor',

  'a\nb',
  '\u001b[31m',
  'zh',
  'en',
  '=',
  '--',
  'no-such-file',
  '65536',
  '80',
];

/** Copies lie where it runs: what is asked for may write over them. */
const files = ['run.json', 'websocket.ndjson', 'nginx-curl.pcap'];

const word = fc.oneof(fc.constantFrom(...flags), fc.constantFrom(...values), fc.constantFrom(...files));

const fixtures = new URL('../fixtures/', import.meta.url);

export const commandLine: Target<string[]> = {
  name: 'arguments',
  inputs: fc
    .tuple(fc.constantFrom(...quick, 'no-such-command'), fc.array(word, { maxLength: 5 }))
    .map(([command, words]) => [command, ...words]),
  holds(words) {
    const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
    try {
      for (const name of files) copyFileSync(new URL(name, fixtures), join(folder, name));
      const options = {
        cwd: folder,
        timeout: 60_000,
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      } as const;
      const { status, signal, stderr } = spawnSync(process.execPath, [...program, ...words], {
        ...options,
        input: '',
      });
      if (![0, 1, 2].includes(status ?? -1)) throw new Error(`it ends with ${status ?? signal}`);
      if (/^\s+at .*:\d+/m.test(stderr)) throw new Error('it shows a stack');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
