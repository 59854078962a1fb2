/** What is stated of a command: the command line, its help and its completion are made of it. */

export interface CommandEntry {
  name: string;
  about: string;
  /** The command of a line that names none. */
  isDefault?: true;
  arguments?: readonly Argument[];
  options: readonly Option[];
  /** The command is loaded when it is called: reading a capture needs no server, and starts in half the time without. */
  load(): Promise<Action>;
}

/** Takes the arguments, the options and all commands; gives the exit code. */
export type Action = (...given: never[]) => Promise<number>;

export interface Argument {
  /** `<one>`, `[one]`, `<one...>`, `[none-or-more...]`. */
  name: string;
  about?: string;
  takes?: Takes;
}

export interface Option {
  /** `--name`, `--name <value>`, `--name [value]`. */
  flags: string;
  about: string;
  /** Throws an InvalidArgumentError or a UsageError for a value that is none. */
  parse?(text: string, before: never): unknown;
  default?: string | number;
  isRequired?: true;
  takes?: Takes;
}

/** What completes a value: one of these words, or what there is of that kind. */
export type Takes = readonly string[] | 'file' | 'folder' | 'lab' | 'program';
