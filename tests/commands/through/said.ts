/** Runs in the process of the test, which a server of the same process can answer. */
import { vi } from 'vitest';
import { main } from '../../../src/cli.ts';

/** The command, with what it wrote to stdout and stderr. */
export async function command(...argv: string[]) {
  const said = { out: '', err: '' };
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.err += String(text);
    return true;
  });
  const code = await main(['node', 'http-version-lab', ...argv]);
  return { code, ...said };
}
