/** The COMMAND of `observe`: run without a shell, its output passed through to stderr, so that stdout is ours. */
import { type ChildProcess, spawn } from 'node:child_process';

export interface Child {
  /** 'exit code 0', 'SIGTERM'. */
  ended: Promise<string>;
  stop(signal: NodeJS.Signals): void;
}

/** Rejects with the system's error if it cannot be started. `{url}` and `{port}` in arguments are replaced. */
export async function runCommand(
  [program = '', ...args]: readonly string[],
  { url, port }: { url: string; port: number },
): Promise<Child> {
  const filled = args.map((text) => text.replaceAll('{url}', url).replaceAll('{port}', String(port)));
  const child: ChildProcess = spawn(program, filled, { stdio: ['inherit', process.stderr, 'inherit'] });
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  child.on('error', () => {});
  return {
    ended,
    stop(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    },
  };
}
