/** The command is refused: exit code 2, one line that says why, no stack, and nothing on stdout. */
import { expect } from 'vitest';
import { command, stackLine } from './command.ts';

export const refused = async (args: string[], says: RegExp) => {
  const { code, stdout, stderr } = await command(...args);
  expect(stdout).toBe('');
  expect(stderr.filter((line) => stackLine.test(line))).toEqual([]);
  expect(stderr.filter((line) => says.test(line))).toHaveLength(1);
  expect(code).toBe(2);
  return stderr;
};
