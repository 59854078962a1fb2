/** `list`: the labs, one line each. */
import { findLabs } from '../bench/find-labs.ts';
import { deliver } from './output/deliver.ts';
import type { OutputOptions } from './output/options.ts';
import { complain } from './output/output.ts';

export async function list(options: OutputOptions): Promise<number> {
  const found = await findLabs([]);
  const rows = found.map((lab) =>
    'lab' in lab
      ? { lab: lab.id, title: lab.lab.title, subject: lab.lab.subject.name }
      : { lab: lab.id, title: lab.id, subject: `cannot be loaded: ${lab.error.message.split('\n')[0]}` },
  );
  const width = Math.max(...rows.map(({ lab }) => lab.length));
  const delivered = await deliver(
    {
      table: ({ say }) => rows.map(({ lab, title }) => `${lab.padEnd(width)}  ${say.data(title)}`),
      json: rows,
    },
    options,
  );
  for (const lab of found) if ('error' in lab) complain(`${lab.id}: ${lab.error.message.split('\n')[0]}`);
  return Math.max(delivered, found.every((lab) => 'lab' in lab) ? 0 : 1);
}
