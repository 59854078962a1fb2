/** What is started is what belongs to the checkout: nothing that another user of the machine could have put there. */
import { chmod, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command } from '../commands/command.ts';
import { bundlesOf, copies, started, startedIn } from './checkout.ts';

const copyOfProject = copies();

describe('what others can write to', () => {
  const poisoned = "console.log('poisoned'); export const start = () => {};";

  it.each(['node_modules/.cache', 'the folder of bundles', 'the bundle', 'a file of it'])(
    'is not started from: %s',
    async (what) => {
      const copy = await copyOfProject(`open-${what.replaceAll(/\W/g, '-')}`);
      await started(copy, 'list');
      const [name = ''] = await readdir(bundlesOf(copy));
      const bundle = join(bundlesOf(copy), name);
      await writeFile(join(bundle, 'cli.mjs'), poisoned);
      expect((await started(copy, 'list')).stdout).toBe('poisoned\n');
      const open = {
        'node_modules/.cache': join(copy, what),
        'the folder of bundles': bundlesOf(copy),
        'the bundle': bundle,
        'a file of it': join(bundle, 'cli.mjs'),
      }[what];
      await chmod(open ?? '', 0o777);
      expect(await started(copy, 'list')).toEqual(await command('list'));
    },
  );

  it.each(['node_modules/.cache', 'node_modules/.cache/http-version-lab'])(
    'has nothing made in it: %s',
    async (what) => {
      const copy = await copyOfProject(`made-${what.length}`);
      const open = join(copy, what);
      await mkdir(open, { recursive: true });
      await chmod(open, 0o777);
      const { ctimeMs } = await stat(open);
      expect(await started(copy, 'list')).toEqual(await command('list'));
      // Nothing was there for a while, either.
      expect([await readdir(open), (await stat(open)).ctimeMs]).toEqual([[], ctimeMs]);
    },
  );

  it('has nothing made in it where a link leads, whosever it is', async () => {
    const copy = await copyOfProject('link');
    const elsewhere = join(copy, 'elsewhere');
    await mkdir(elsewhere);
    await mkdir(join(copy, 'node_modules/.cache'));
    await symlink(elsewhere, bundlesOf(copy));
    expect(await started(copy, 'list')).toEqual(await command('list'));
    expect(await readdir(elsewhere)).toEqual([]);
  });

  it('is not tsx either: nothing is taken from the common temporary folder, and nothing left there', async () => {
    const copy = await copyOfProject('tsx');
    const temporary = join(copy, 'temporary');
    await mkdir(temporary);
    await writeFile(join(copy, 'node_modules/.cache'), 'no folder');
    const { code } = await startedIn({ TMPDIR: temporary }, copy, 'list');
    expect(code).toBe(0);
    expect(await readdir(temporary)).toEqual([]);
  });

  it('is left by nobody who lets others write to what he makes', async () => {
    const copy = await copyOfProject('generous');
    const before = process.umask(0);
    try {
      await started(copy, 'list');
    } finally {
      process.umask(before);
    }
    const [name = ''] = await readdir(bundlesOf(copy));
    await writeFile(join(bundlesOf(copy), name, 'cli.mjs'), poisoned);
    expect((await started(copy, 'list')).stdout).toBe('poisoned\n');
  });
});
