/** Values of options as they are typed, and what is said of those that are none. */
import { InvalidArgumentError } from 'commander';
import { type Language, languages } from '../../report/language/language.ts';
import { printable } from '../../report/words/text.ts';
import { UsageError } from '../../usage-error.ts';

export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1 || number > 1_000_000)
    throw new InvalidArgumentError('It takes a whole number from 1 to 1,000,000.');
  return number;
}

export function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidArgumentError('It takes a port from 1 to 65535.');
  return port;
}

/** Given once or several times. */
export const portNumbers = (text: string, before: readonly number[] = []): number[] => [
  ...before,
  portNumber(text),
];

/** Of an option that may be given several times. */
export const oneMore = (text: string, before: readonly string[] = []): string[] => [...before, text];

export function languageCode(text: string): Language {
  const found = languages.find((code) => code === text);
  if (found === undefined)
    throw new UsageError(`--lang takes ${languages.join(' or ')}, not "${printable(text)}"`);
  return found;
}
