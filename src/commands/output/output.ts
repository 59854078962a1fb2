/** Where output goes: tables to stdout, progress and errors to stderr, files where the user said. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { type StoredLab, writeRecordings } from '../../model/recording.ts';
import type { Paint } from '../../report/look.ts';
import { UsageError } from '../../usage-error.ts';

/** Colour for a terminal, unless NO_COLOR is set (to anything but the empty string). */
export const paint: Paint =
  process.stdout.isTTY && !process.env.NO_COLOR
    ? (style, text) => styleText(style, text)
    : (_style, text) => text;

export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** A line that replaces itself, on a terminal only. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

export function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Who has read enough closes the pipe (`run | head`). That is no error; files that were asked for are written all the same. */
export function printEvenUnread(): void {
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') return;
    complain(`cannot write to stdout: ${code}`);
    process.exit(2);
  });
}

/** Writes JSON to a file, or to stdout for '-'. Throws a UsageError if the file cannot be written. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  if (file === '-') print(text);
  else await writing(file, () => writeFile(file, text));
}

/** One NDJSON file a lab, in a folder that is there. Throws a UsageError if one cannot be written. */
export async function writeTraces(folder: string, labs: StoredLab[]): Promise<void> {
  for (const lab of labs) {
    const file = join(folder, `${lab.description.lab}.ndjson`);
    await writing(file, () => writeFile(file, writeRecordings(lab)));
  }
}

/** Throws a UsageError, with the file's name, if the system refuses. */
export async function writing(what: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(`cannot write ${what}: ${code ?? message}`);
  }
}
