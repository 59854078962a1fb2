/** What was found by fuzzing stays mended; a little of it runs with every suite; and it does find what is wrong. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { corpus, fuzz, type Target } from './target.ts';
import { targets } from './targets.ts';

const kept = corpus(fileURLToPath(new URL('../fixtures/fuzz/', import.meta.url)));

const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
};

const few: Record<string, number> = { arguments: 5, floods: 3 };

describe.each(targets)('$name', (target) => {
  it('holds for some input', async () => {
    const { name } = target;
    expect(await fuzz(target, { runs: few[name] ?? 50, seed: 15, folder: newFolder() })).toMatchObject({
      found: null,
    });
  });

  const own = kept.filter(({ name }) => name === target.name);
  if (own.length > 0)
    it.each(own)('holds for what was found: $file', async ({ input }) => {
      await target.holds(input);
    });
});

it('knows the target of all that was found', () => {
  const names = targets.map(({ name }) => name);
  expect(kept.filter(({ name }) => !names.includes(name))).toEqual([]);
});

it('makes what it finds as small as it can, and keeps it such that it is found again', async () => {
  const fails: Target<{ bytes: Uint8Array; text: string }> = {
    name: 'made up',
    inputs: fc.record({ bytes: fc.uint8Array(), text: fc.string() }),
    holds({ bytes }) {
      if (bytes.includes(7)) throw new Error('a seven');
    },
  };
  const folder = newFolder();
  const { found } = await fuzz(fails as Target, { runs: 10_000, seed: 1, folder });
  expect(found).toMatchObject({ why: 'a seven', input: { bytes: Uint8Array.of(7), text: '' } });
  const again = corpus(folder);
  expect(again).toMatchObject([{ name: 'made up', input: { text: '' } }]);
  expect(() => fails.holds(again[0]?.input as { bytes: Uint8Array; text: string })).toThrow('a seven');
});

it('ends when its time is up', async () => {
  const endless: Target<number> = { name: 'endless', inputs: fc.nat(), holds() {} };
  expect((await fuzz(endless as Target, { milliseconds: 1, seed: 1, folder: newFolder() })).found).toBeNull();
});
