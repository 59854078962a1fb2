/** What is delivered stands for itself: a table that cannot be made takes no file with it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { deliver } from '../../../src/commands/output/deliver.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deliver-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
});

describe('a table that cannot be made', () => {
  it('is told in one line; the files are written, and the exit code is 2', async () => {
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const json = join(folder, 'result.json');
    const other = vi.fn();
    const table = () => {
      throw Object.assign(new Error('a part of it\nis gone'), { code: 'ERR_MODULE_NOT_FOUND' });
    };
    const code = await deliver(
      { table, json: { here: true }, files: [{ name: 'other', write: other }] },
      { json },
    );
    expect(code).toBe(2);
    expect(JSON.parse(readFileSync(json, 'utf8'))).toEqual({ here: true });
    expect(other).toHaveBeenCalledOnce();
    expect(told.mock.calls).toEqual([['cannot write the table: ERR_MODULE_NOT_FOUND\n']]);
  });
});
