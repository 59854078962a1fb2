/** `completion SHELL`: a script with which the shell completes what is typed, made of the same table as the command line. */
import { projectLabs } from '../../bench/project-labs.ts';
import { printable } from '../../report/words/text.ts';
import { UsageError } from '../../usage-error.ts';
import { print } from '../output/output.ts';
import type { CommandEntry } from '../table/command.ts';
import { bash } from './bash.ts';
import { fish } from './fish.ts';
import type { Completed } from './words.ts';
import { zsh } from './zsh.ts';

const scripts: Record<string, (all: Completed) => string> = { bash, zsh, fish };

export async function completion(
  shell: string,
  _: unknown,
  commands: readonly CommandEntry[],
): Promise<number> {
  const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
  if (!script)
    throw new UsageError(
      `there is no completion for "${printable(shell)}"; there is for: ${Object.keys(scripts).join(', ')}`,
    );
  print(script({ commands, labs: [...(await projectLabs()).keys()] }));
  return 0;
}
