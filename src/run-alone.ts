/** Lets `npx tsx labs/NAME.ts` run that lab by itself, with all its details. */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Runs the lab if its file is the program that was started; else does nothing. Call it last in a lab's file. */
export function runAlone(meta: ImportMeta): void {
  const file = fileURLToPath(meta.url);
  const [node = '', program = '', ...args] = process.argv;
  if (!program || realpathSync(program) !== file) return;
  // The command line imports this same file again, so it must be done with being evaluated first.
  setImmediate(async () => {
    const { start } = await import('./cli.ts');
    await start([node, program, 'run', file, ...args]);
  });
}
