/** How long commands take that have little to do, in whole processes: what is left beside Node itself is ours. */
import { fileURLToPath } from 'node:url';
import { program } from '../../commands/command.ts';
import type { Part } from './part.ts';
import { timed } from './processes/processes.ts';
import { rounds } from './rounds.ts';

const capture = fileURLToPath(new URL('../../fixtures/nginx-ab.pcap', import.meta.url));
const nothing = 'node -e 0';

/** As they are told to Node. */
const commands = new Map([
  [nothing, ['-e', '0']],
  ['--help', [...program, '--help']],
  ['list', [...program, 'list']],
  ['read of a small capture', [...program, 'read', capture]],
  ['run http10-short', [...program, 'run', 'http10-short']],
]);

export const starting: Part = async ({ runs }, { add, tell }) => {
  const works = new Map(
    [...commands].map(([name, command]) => [name, () => timed([process.execPath, ...command])]),
  );
  const found = await rounds(works, { runs, tell: (text) => tell(`starting: ${text}`) });
  add({
    ...{ part: 'starting', title: 'from the start of a process to its end', unit: 'ms', of: 'command' },
    rows: [...found].map(([name, figures]) => ({ name, figures, beside: { [`/ ${nothing}`]: nothing } })),
  });
};
