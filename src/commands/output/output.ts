/** Where output goes: tables to stdout, progress and errors to stderr, files where the user said. */
import { fstatSync, writeSync } from 'node:fs';
import { styleText } from 'node:util';
import type { Paint } from '../../report/look.ts';

/** Colour for a terminal, unless NO_COLOR is set (to anything but the empty string). */
export const paint: Paint =
  process.stdout.isTTY && !process.env.NO_COLOR
    ? (style, text) => styleText(style, text)
    : (_style, text) => text;

/** A file takes as much as there is room for, and Node's stream does not ask how much that was. */
export function print(text: string): void {
  const line = text.endsWith('\n') ? text : `${text}\n`;
  if (!stdoutIsFile()) {
    process.stdout.write(line);
    return;
  }
  try {
    writeAll(process.stdout.fd, Buffer.from(line));
  } catch (error) {
    sayUnprinted(error as NodeJS.ErrnoException);
  }
}

const stdoutIsFile = (): boolean => fstatSync(process.stdout.fd).isFile();

export function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let left = bytes; left.length > 0; ) left = left.subarray(writeSync(descriptor, left));
}

/** What `--quiet` silences: a line that replaces itself, on a terminal only. */
export function progress(text: string, quiet = false): void {
  if (process.stderr.isTTY && !quiet) process.stderr.write(`\r\x1b[K${text}`);
}

/** What `--quiet` silences: a line of what happens, where nothing is wrong. */
export function note(text: string, quiet = false): void {
  if (!quiet) complain(text);
}

export function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Who has read enough closes the pipe (`run | head`). That is no error; files that were asked for are written all the same. */
export function printEvenUnread(): void {
  process.stdout.on('error', sayUnprinted);
  // There is nobody left to tell.
  process.stderr.on('error', () => {});
}

let said = false;

/** Once, and it takes no file that was asked for with it. */
function sayUnprinted({ code, message }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE' || said) return;
  said = true;
  complain(`cannot write to stdout: ${code ?? message}`);
  process.exitCode = 2;
}
