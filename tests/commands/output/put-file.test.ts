/** A file that was asked for is whole or as it was before, whatever stands in its place. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { putFile } from '../../../src/commands/output/put-file.ts';
import { device } from './device.ts';

let folder = '';
const at = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'put-file-'));
  const made = folder;
  chmodSync(folder, 0o755);
  onTestFinished(() => rmSync(made, { recursive: true }));
});

/** A file that is there, and holds something. */
function existing(name: string, mode = 0o644): string {
  writeFileSync(at(name), 'as it was');
  chmodSync(at(name), mode);
  return at(name);
}

const modeOf = (file: string): number => statSync(file).mode & 0o7777;

/** As somebody who may not do everything: root may write what is read-only. */
async function asNobody(act: () => Promise<unknown>): Promise<void> {
  if (process.getuid?.() !== 0) {
    await act();
    return;
  }
  process.setegid?.(65_534);
  process.seteuid?.(65_534);
  try {
    await act();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}

describe('a file', () => {
  it('is made, readable as any other that this user makes', async () => {
    await putFile(at('new'), 'text');
    expect(readFileSync(at('new'), 'utf8')).toBe('text');
    writeFileSync(at('other'), '');
    expect(modeOf(at('new'))).toBe(modeOf(at('other')));
  });

  it('is made of pieces, many or few', async () => {
    const pieces = Array.from({ length: 100_000 }, (_, nth) => `${nth}\n`);
    await putFile(at('many'), pieces);
    expect(readFileSync(at('many'), 'utf8')).toBe(pieces.join(''));
    await putFile(at('none'), []);
    expect(readFileSync(at('none'), 'utf8')).toBe('');
  });

  it('is as it was until all is written, and then another', async () => {
    const file = existing('file');
    const before = statSync(file).ino;
    await putFile(
      file,
      (function* () {
        yield 'x'.repeat(100_000);
        expect(readFileSync(file, 'utf8')).toBe('as it was');
        yield 'end';
      })(),
    );
    expect(readFileSync(file, 'utf8')).toBe(`${'x'.repeat(100_000)}end`);
    expect(statSync(file).ino).not.toBe(before);
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('is as it was, with nothing beside it, where what is written fails half way', async () => {
    const file = existing('file');
    const failing = function* () {
      yield 'x'.repeat(100_000);
      throw new Error('half way');
    };
    await expect(putFile(file, failing())).rejects.toThrow('half way');
    await expect(putFile(at('new'), failing())).rejects.toThrow('half way');
    expect(readFileSync(file, 'utf8')).toBe('as it was');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it.each([0o600, 0o640, 0o666, 0o755])('keeps who may do what with it: %o', async (mode) => {
    const file = existing('file', mode);
    await putFile(file, 'new');
    expect([readFileSync(file, 'utf8'), modeOf(file)]).toEqual(['new', mode]);
  });

  it('has a name of any length that a file may have', async () => {
    const file = at('n'.repeat(255));
    await putFile(file, 'one');
    await putFile(file, 'two');
    expect(readFileSync(file, 'utf8')).toBe('two');
  });
});

describe('what stands in its place', () => {
  it('a symbolic link leads to it, and stays', async () => {
    mkdirSync(at('far'));
    existing('far/file');
    symlinkSync('far/file', at('link'));
    symlinkSync('link', at('twice'));
    symlinkSync('far/not-yet', at('dangling'));
    symlinkSync('far', at('folder'));
    symlinkSync('../file', at('far/up'));
    await putFile(at('twice'), 'through two');
    expect(readFileSync(at('far/file'), 'utf8')).toBe('through two');
    await putFile(at('dangling'), 'made');
    expect(readFileSync(at('far/not-yet'), 'utf8')).toBe('made');
    // Up from where the folder is, and not from where its link is.
    await putFile(at('folder/up'), 'above');
    expect(readFileSync(at('file'), 'utf8')).toBe('above');
    for (const link of ['link', 'twice', 'dangling', 'far/up'])
      expect(lstatSync(at(link)).isSymbolicLink()).toBe(true);
  });

  it('a link to itself is told', async () => {
    symlinkSync('loop', at('loop'));
    await expect(putFile(at('loop'), 'x')).rejects.toMatchObject({ code: 'ELOOP' });
  });

  it('another name of the same file shows the same', async () => {
    const file = existing('file');
    linkSync(file, at('other'));
    await putFile(file, 'to be seen by both');
    await putFile(file, 'short');
    expect(readFileSync(at('other'), 'utf8')).toBe('short');
  });

  it('a pipe that has a name is written to, and stays one', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    const [text] = await Promise.all([readFile(at('pipe'), 'utf8'), putFile(at('pipe'), 'through it')]);
    expect(text).toBe('through it');
    expect(lstatSync(at('pipe')).isFIFO()).toBe(true);
  });

  it('a device is written to, and stays one', async () => {
    const [sink, full] = [device(folder, 'null'), device(folder, 'full')];
    await putFile(sink, 'x');
    await expect(putFile(full, 'x')).rejects.toMatchObject({ code: 'ENOSPC' });
    for (const file of [sink, full]) expect(lstatSync(file).isCharacterDevice()).toBe(true);
  });

  it.each([
    ['a folder', () => mkdirSync(at('file')), 'EISDIR'],
    ['nothing, and no folder either', () => rmSync(at('file'), { recursive: true, force: true }), 'ENOENT'],
    ['a file as a folder', () => existing('file'), 'ENOTDIR'],
  ])('%s is told', async (_, make, code) => {
    make();
    const file = code === 'EISDIR' ? at('file') : at('file/below');
    const before = readdirSync(folder);
    await expect(putFile(file, 'x')).rejects.toMatchObject({ code });
    expect(readdirSync(folder)).toEqual(before);
  });

  it('a file that must not be written is told, though its folder would let it be replaced', async () => {
    const file = existing('file', 0o444);
    if (process.getuid?.() === 0) chownSync(file, 65_534, 65_534);
    chmodSync(folder, 0o777);
    await asNobody(() => expect(putFile(file, 'x')).rejects.toMatchObject({ code: 'EACCES' }));
    expect(readFileSync(file, 'utf8')).toBe('as it was');
  });

  it('a folder that takes no file is told, and a file in it that may be written is', async () => {
    const file = existing('file', 0o666);
    chmodSync(folder, 0o555);
    await asNobody(async () => {
      await putFile(file, 'in place');
      await expect(putFile(at('new'), 'x')).rejects.toMatchObject({ code: 'EACCES' });
    });
    chmodSync(folder, 0o755);
    expect(readFileSync(file, 'utf8')).toBe('in place');
    expect(existsSync(at('new'))).toBe(false);
  });

  it("somebody else's file stays his", async () => {
    const file = existing('file', 0o666);
    const before = statSync(file);
    await asNobody(() => putFile(file, 'new'));
    expect(statSync(file)).toMatchObject({ uid: before.uid, gid: before.gid, mode: before.mode });
    expect(readFileSync(file, 'utf8')).toBe('new');
  });
});

/** Runs it in a shell where no file may become longer than 8 KB, which is to a program as a disk that is full. */
function putInLittleRoom(...files: string[]) {
  const source = fileURLToPath(new URL('../../../src/commands/output/put-file.ts', import.meta.url));
  const script = `
    const { putFile } = await import(process.argv[1]);
    for (const file of process.argv.slice(2))
      await putFile(file, 'x'.repeat(100_000)).catch(({ code }) => console.log(code));`;
  const node = [process.execPath, '--import', 'tsx', '--input-type=module', '-e', script, source, ...files];
  const shell = ['-c', 'ulimit -f 8; exec "$@"', 'bash', ...node];
  return spawnSync('bash', shell, { encoding: 'utf8', env: { ...process.env, TSX_DISABLE_CACHE: '1' } });
}

it('where there is no room every file is as it was, and none is left half', () => {
  const alone = existing('alone');
  const shared = existing('shared');
  linkSync(shared, at('same'));
  const { stdout, stderr } = putInLittleRoom(alone, shared, at('new'));
  expect([stdout, stderr]).toEqual(['EFBIG\nEFBIG\nEFBIG\n', '']);
  expect(readdirSync(folder)).toEqual(['alone', 'same', 'shared']);
  for (const file of [alone, shared]) expect(readFileSync(file, 'utf8')).toBe('as it was');
});

it('what a shell has opened is gone on with', () => {
  // As /dev/stdout is one.
  symlinkSync('/proc/self/fd/1', at('stdout'));
  const source = fileURLToPath(new URL('../../../src/commands/output/put-file.ts', import.meta.url));
  const script = `process.stdout.write('first\\n'); await (await import(process.argv[1])).putFile(process.argv[2], 'then\\n');`;
  const node = [process.execPath, '--import', 'tsx', '--input-type=module', '-e', script, source];
  const out = at('out');
  spawnSync('bash', ['-c', 'exec "$@" > "$0"', out, ...node, at('stdout')]);
  expect(readFileSync(out, 'utf8')).toBe('first\nthen\n');
  expect(lstatSync(at('stdout')).isSymbolicLink()).toBe(true);
});
