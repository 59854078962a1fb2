/** What the scripts for all shells are made of. */
import type { Argument, CommandEntry, Option, Takes } from '../table/command.ts';

export interface Completed {
  commands: readonly CommandEntry[];
  labs: readonly string[];
}

export const program = 'http-version-lab';

/** What goes without a command's name is for this one. */
export const defaultOf = ({ commands }: Completed): CommandEntry => {
  const found = commands.find(({ isDefault }) => isDefault);
  if (!found) throw new Error('no command is the one that need not be named');
  return found;
};

/** Each command has `--help`, which the command line adds by itself. */
export const optionsOf = ({ options }: CommandEntry): readonly Option[] => [...options, help];

const help: Option = { flags: '--help', about: 'display help for command' };
export const version: Option = {
  flags: '--version',
  about: 'the versions of this tool, of its results and of Node',
};

export const nameOf = ({ flags }: Option): string => flags.split(' ')[0] ?? '';

export type Value = 'none' | 'optional' | 'required';

export const valueKind = ({ flags }: Option): Value =>
  flags.includes('<') ? 'required' : flags.includes('[') ? 'optional' : 'none';

/** What the value of an option is called. */
export const valueName = ({ flags }: Option): string => flags.split(' ')[1]?.replaceAll(/[<>[\]]/g, '') ?? '';

export const argumentName = ({ name }: Argument): string => name.replaceAll(/[<>[\].]/g, '');

export const isRepeated = ({ name }: Argument): boolean => name.includes('...');

/** The words themselves, where it is words that are taken. */
export const wordsOf = (takes: Takes | undefined, { labs }: Completed): readonly string[] | null =>
  takes === 'lab' ? labs : typeof takes === 'object' ? takes : null;

/** A text as one word of a shell. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
