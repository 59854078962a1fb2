/** For fish: a line for each thing that may be completed, with the condition under which it may. */
import type { CommandEntry, Option } from '../table/command.ts';
import {
  type Completed,
  defaultOf,
  nameOf,
  optionsOf,
  program,
  quoted,
  valueKind,
  version,
  wordsOf,
} from './words.ts';

export function fish(all: Completed): string {
  const { commands } = all;
  return [
    `# Completion of ${program} for fish: ${program} completion fish | source`,
    line('-f'),
    ...[version].map((option) => line(optionParts(option, all), '__fish_use_subcommand')),
    ...commands.map(({ name, about }) => line(`-a ${name} -d ${quoted(about)}`, '__fish_use_subcommand')),
    ...commands.flatMap((command) => linesOf(command, all)),
    '',
  ].join('\n');
}

function linesOf(command: CommandEntry, all: Completed): string[] {
  const others = all.commands.filter((other) => other !== command).map(({ name }) => name);
  const condition =
    command === defaultOf(all)
      ? `not __fish_seen_subcommand_from ${others.join(' ')}`
      : `__fish_seen_subcommand_from ${command.name}`;
  const [argument] = command.arguments ?? [];
  const words = wordsOf(argument?.takes, all);
  return [
    ...optionsOf(command).map((option) => line(optionParts(option, all), condition)),
    ...(words ? [line(`-a ${quoted(words.join(' '))}`, condition)] : []),
    // A lab may be a file, too; what a client of observe's is called comes after the options.
    ...(typeof argument?.takes === 'string' ? [line('-F', condition)] : []),
  ];
}

const line = (parts: string, condition?: string): string =>
  `complete -c ${program} ${condition === undefined ? '' : `-n ${quoted(condition)} `}${parts}`;

function optionParts(option: Option, all: Completed): string {
  const words = wordsOf(option.takes, all);
  const value =
    valueKind(option) !== 'required'
      ? ''
      : words
        ? ` -x -a ${quoted(words.join(' '))}`
        : option.takes === 'folder'
          ? ` -x -a '(__fish_complete_directories)'`
          : option.takes === 'file'
            ? ' -r -F'
            : ' -x';
  return `-l ${nameOf(option).slice(2)}${value} -d ${quoted(option.about)}`;
}
