/** Keeps every core busy with something else, for as long as a test runs. */
import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

export async function whileBusy<T>(run: () => Promise<T>): Promise<T> {
  const loops: ChildProcess[] = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  );
  try {
    return await run();
  } finally {
    for (const loop of loops) loop.kill('SIGKILL');
  }
}
