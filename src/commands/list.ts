/** `list`: the labs, one line each. */
import { findLabs } from '../bench/find-labs.ts';
import type { Language } from '../report/language/index.ts';
import { lookIn } from './output/look.ts';
import { complain, print, writeJson } from './output/output.ts';

export async function list({ json, lang }: { json?: string; lang?: Language }): Promise<number> {
  const { say } = await lookIn(lang);
  const found = await findLabs([]);
  const rows = found.map((lab) =>
    'lab' in lab
      ? { lab: lab.id, title: lab.lab.title, subject: lab.lab.subject.name }
      : { lab: lab.id, title: lab.id, subject: `cannot be loaded: ${lab.error.message.split('\n')[0]}` },
  );
  if (json !== undefined) await writeJson(json, rows);
  const width = Math.max(...rows.map(({ lab }) => lab.length));
  if (json !== '-') for (const { lab, title } of rows) print(`${lab.padEnd(width)}  ${say(title)}`);
  for (const lab of found) if ('error' in lab) complain(`${lab.id}: ${lab.error.message.split('\n')[0]}`);
  return found.every((lab) => 'lab' in lab) ? 0 : 1;
}
