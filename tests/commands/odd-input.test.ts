/** Names and files that nobody writes by hand: each works, or is told in one line. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { describeLab } from '../../src/bench/lab.ts';
import { telephone } from '../../src/index.ts';
import { command, commandIn } from './command.ts';

const fixture = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url)), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'odd-input-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

describe('a name that every object has from birth', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
  const says = (name: string) => `no question can be called ${name}: every object has something of that name`;

  it.each(names)('is no question of a trace: %s', async (name) => {
    const renamed = file(
      'renamed.ndjson',
      fixture('websocket.ndjson').replaceAll('"handshake"', `"${name}"`),
    );
    expect(await command('read', renamed)).toEqual({
      ...{ code: 2, stdout: '' },
      stderr: [`${renamed} is no trace: ${says(name)}`],
    });
  });

  it.each(names)('is no question of a lab: %s', (name) => {
    const lab = {
      ...{ title: 'x', permits: null, textbook: { says: null }, prediction: null },
      subject: { ...telephone, scripts: { [name]: async () => {} } },
    };
    expect(() => describeLab('x', lab)).toThrow(says(name));
  });
});

describe('what is nested without end', () => {
  it('is no trace', async () => {
    const trace = file('deep.ndjson', `${fixture('websocket.ndjson').split('\n', 1)[0]}\n${deep}\n`);
    expect((await command('read', trace)).stderr).toEqual([
      `${trace} is no trace: line 2 is neither a question nor an event of one`,
    ]);
  });

  it('is no result', async () => {
    const result = file('deep.json', fixture('run.json').replace(/\}\s*$/, `,"more":${deep}}`));
    expect(await command('compare', result, result)).toEqual({
      ...{ code: 2, stdout: '' },
      stderr: [`${result} is no result: it is nested more than 64 levels deep`],
    });
  });
});

describe('a path that is longer than one of a Unix-domain socket may be', () => {
  const long = join(folder, 'x'.repeat(110));

  it('fails the lab that needs one, and no other', async () => {
    mkdirSync(long);
    const { code, stderr } = await commandIn(
      { TMPDIR: long },
      'run',
      'socket-unix',
      'socket-address',
      '--quiet',
    );
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: [
        expect.stringMatching(
          /^socket-unix: failed: conversation: the path of a Unix-domain socket has \d+ bytes at most: have TMPDIR name a folder with a shorter one$/,
        ),
      ],
    });
  });

  it('is no target', async () => {
    const { code, stderr } = await command('probe', `unix:${long}/socket`);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: [expect.stringMatching(/^the path of a Unix-domain socket has \d+ bytes at most: /)],
    });
  });
});

it('a name that is not UTF-8 is refused before anything is read or written', async () => {
  const { code, stderr } = await command('run', 'socket-address', '--json', join(folder, 'caf\ufffd.json'));
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: [expect.stringMatching(/caf�\.json" is not UTF-8, so that it cannot be told what is meant/)],
  });
});
