/** What a shell completes after the script has been read: asked of the shells themselves. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bash } from '../../../src/commands/completion/bash.ts';
import { fish } from '../../../src/commands/completion/fish.ts';
import { zsh } from '../../../src/commands/completion/zsh.ts';
import { commands } from '../../../src/commands/table/table.ts';
import { command } from '../command.ts';

const labs = ['http10-short', 'http11-close', 'http11-keep-alive'];
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'completion-'));
  writeFileSync(join(folder, 'bash'), bash({ commands, labs }));
  writeFileSync(join(folder, 'zsh'), zsh({ commands, labs }));
  writeFileSync(join(folder, 'fish'), fish({ commands, labs }));
  writeFileSync(join(folder, 'only.txt'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

const names = commands.map(({ name }) => name);
const optionsOf = (name: string): string[] => [
  ...(commands.find((entry) => entry.name === name)?.options ?? []).map(
    ({ flags }) => flags.split(' ')[0] ?? '',
  ),
  '--help',
];

/** With REQUIRE_PEERS=1 a shell that is missing is a failure. */
const isSkipped = (shell: string): boolean =>
  process.env.REQUIRE_PEERS !== '1' && spawnSync(shell, ['-c', 'exit 0']).status !== 0;

/** What each line may become: its last word is the one that is completed. */
type Ask = (...lines: string[][]) => string[][];

// Where its standard input is a socket, bash takes itself for a remote shell, and reads ~/.bashrc.
const plain = ['--norc'];

const askBash: Ask = (...lines) => {
  const script = `source "$1"; shift
    while [[ $# -gt 0 ]]; do
      COMP_WORDS=(http-version-lab) COMPREPLY=()
      while [[ $1 != END ]]; do COMP_WORDS+=("$1"); shift; done; shift
      COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
      _http_version_lab
      echo "\${COMPREPLY[*]}"
    done`;
  const words = lines.flatMap((line) => [...line, 'END']);
  const { stdout, stderr } = spawnSync(
    'bash',
    [...plain, '-c', script, 'bash', join(folder, 'bash'), ...words],
    {
      encoding: 'utf8',
      cwd: folder,
    },
  );
  expect(stderr).toBe('');
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => [...new Set(line.split(' '))].filter((word) => word !== ''));
};

const askFish: Ask = (...lines) =>
  lines.map((line) => {
    const script = 'source $argv[1]; complete -C $argv[2]';
    const text = `http-version-lab ${line.join(' ')}`;
    const { stdout } = spawnSync('fish', ['-c', script, join(folder, 'fish'), text], {
      encoding: 'utf8',
      cwd: folder,
      env: { ...process.env, HOME: folder },
    });
    return stdout
      .trimEnd()
      .split('\n')
      .map((found) => found.split('\t')[0] ?? '');
  });

/** Types each line with a TAB at its end, and gives what the command was called with. */
function typedInZsh(...lines: string[]): string[] {
  const script = `
    zmodload zsh/zpty
    zpty shell zsh -f -i
    zpty -w shell "PROMPT=; autoload -U compinit; compinit -u -D; source $1; http-version-lab() { print -r -- \\"[[\\$*]]\\" }; print RE''ADY"
    zpty -r -m shell out '*READY*'
    shift
    for line; do
      zpty -w -n shell "http-version-lab $line"$'\\t\\n'
      zpty -r -m shell out '*\\[\\[*\\]\\]*'
      print -r -- "\${\${out##*\\[\\[}%%\\]\\]*}"
    done
    zpty -d shell`;
  const { stdout } = spawnSync('zsh', ['-f', '-c', script, 'zsh', join(folder, 'zsh'), ...lines], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, HOME: folder, TERM: 'dumb' },
  });
  return stdout.trimEnd().split('\n');
}

describe.each<[string, Ask]>([
  ['bash', askBash],
  ['fish', askFish],
])('%s', (shell, ask) => {
  const test = it.skipIf(isSkipped(shell));

  test('completes every option of every command, and no other', () => {
    const found = ask(...names.map((name) => [name, '--']));
    for (const [nth, name] of names.entries())
      expect([name, found[nth]?.toSorted()]).toEqual([name, optionsOf(name).toSorted()]);
  });

  test('completes commands, and labs where no command is named', () => {
    const [commandsFound = [], labsFound, both = []] = ask(['pro'], ['http11-k'], ['']);
    expect([commandsFound, labsFound]).toEqual([['probe'], ['http11-keep-alive']]);
    for (const name of [...names, ...labs]) expect(both).toContain(name);
  });

  test('completes labs, words that an option takes, and files', () => {
    expect(
      ask(
        ['run', 'http10'],
        ['explain', 'http11-'],
        ['probe', '--http', '1'],
        ['--lang', ''],
        ['run', '--json', 'on'],
        ['read', 'on'],
        ['completion', 'z'],
        ['--vers'],
      ),
    ).toEqual([
      ['http10-short'],
      ['http11-close', 'http11-keep-alive'],
      ['1.0', '1.1'],
      ['en', 'zh'],
      ['only.txt'],
      ['only.txt'],
      ['zsh'],
      ['--version'],
    ]);
  });
});

it.skipIf(isSkipped('bash'))('bash completes --name=value, and a client of observe after --', () => {
  expect(
    askBash(
      ['run', '--lang', '=', 'z'],
      ['run', '--lang', '='],
      ['observe', '--to', 'x', '--', 'mkfif'],
      ['observe', '--to', 'x', '--', 'cat', 'on'],
    ),
  ).toEqual([['zh'], ['en', 'zh'], ['mkfifo'], ['only.txt']]);
});

it.skipIf(isSkipped('zsh'))('zsh completes commands, labs, options, words and files', () => {
  expect(
    typedInZsh(
      'pr',
      'run http10',
      'http11-k',
      'completion f',
      'run --lang z',
      '--lang e',
      'observe --pc',
      'probe --http al',
      'run --json on',
      'read on',
    ),
  ).toEqual([
    'probe',
    'run http10-short',
    'http11-keep-alive',
    'completion fish',
    'run --lang zh',
    '--lang en',
    'observe --pcap',
    'probe --http all',
    'run --json only.txt',
    'read only.txt',
  ]);
});

it.each(['bash', 'zsh', 'fish'])(
  'the script for %s has all labs, and is all that is printed',
  async (shell) => {
    const { code, stdout, stderr } = await command('completion', shell);
    expect([code, stderr]).toEqual([0, []]);
    for (const lab of ['http10-short', 'websocket-http2']) expect(stdout).toContain(lab);
    expect(stdout).toContain(`http-version-lab completion ${shell}`);
  },
);

it('says for which shells there is one', async () => {
  const { code, stdout, stderr } = await command('completion', 'ksh');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toEqual(['there is no completion for "ksh"; there is for: bash, zsh, fish']);
});
