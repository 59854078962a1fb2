/**
 * The one way out of a command: the table first, then every file that was asked for. Each stands for itself, the table as
 * well: one that cannot be made or written is told in a line, and the others are written all the same.
 */
import type { Look } from '../../report/look.ts';
import { printable } from '../../report/words/text.ts';
import { lookIn } from './look.ts';
import type { OutputOptions } from './options.ts';
import { complain, print } from './output.ts';
import { putFile } from './put-file.ts';

export interface Delivery {
  /** What stdout shows, part by part. */
  table(look: Look): string[];
  /** What `--json` writes. With - it is all that stdout shows. */
  json?: unknown;
  files?: AskedFile[];
}

export interface AskedFile {
  name: string;
  /** May fail in any way. */
  write(): unknown;
}

/** Exit code 0, or 2 if anything could not be written. */
export async function deliver(
  { table, json, files = [] }: Delivery,
  { json: to, lang, quiet }: OutputOptions,
): Promise<0 | 2> {
  const wanted: AskedFile[] = [];
  if (to === '-') wanted.push({ name: 'the result', write: () => print(jsonText(json)) });
  else if (!quiet) wanted.push({ name: 'the table', write: () => printTable(table, lang) });
  if (to !== undefined && to !== '-') wanted.push({ name: to, write: () => putFile(to, jsonText(json)) });
  let code: 0 | 2 = 0;
  for (const { name, write } of [...wanted, ...files]) {
    try {
      await write();
    } catch (error) {
      complain(printable(cannotWrite(name, error), 1000));
      code = 2;
    }
  }
  return code;
}

async function printTable(table: Delivery['table'], lang: OutputOptions['lang']): Promise<void> {
  for (const part of table(await lookIn(lang))) print(part);
}

export function cannotWrite(name: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return `cannot write ${name}: ${code ?? message}`;
}

export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
