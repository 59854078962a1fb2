/** The README shows what is printed: the tables that are the same from run to run are compared, letter by letter. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));

const lab = async (...command: string[]) => {
  const options = ['--import', 'tsx', 'src/cli.ts', ...command];
  const { stdout } = await promisify(execFile)(process.execPath, options, {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', LC_ALL: 'C' },
  });
  return stdout;
};

/** The code blocks of the README that hold tables of `npm start`, by their first line. */
async function shown(title: string): Promise<string> {
  const readme = await readFile(`${root}README.md`, 'utf8');
  const blocks = [...readme.matchAll(/```text\n([\s\S]*?)\n```/g)].map(([, block = '']) => block);
  const found = blocks.find((block) => block.startsWith(title));
  if (found === undefined) throw new Error(`the README shows no block that begins with "${title}"`);
  return found;
}

it('shows the tables as they are printed', async () => {
  const printed = await lab('run');
  for (const title of ['Five exchanges, one after another', 'The labs, each', "The textbook's claims"])
    expect(printed).toContain(await shown(title));
  expect(await lab('run', '--lang', 'zh')).toContain(await shown('依次五次交互'));
  expect(deliveries(await shown('The same events, delivered'))).toEqual(deliveries(printed));
});

/** Without the bytes and the last column, which may differ from run to run. */
function deliveries(text: string): string[] {
  const rows = text.split('\n').filter((line) => line.includes(' 20/20 '));
  expect(rows).toHaveLength(6);
  return rows.map((row) =>
    row
      .trim()
      .replace(/ +(–|[\d.]+ m?s)$/, '')
      .replaceAll(/ +/g, ' ')
      .replace(/(?<= 20\/20 \d+ \d+)( \d+){3}/, ''),
  );
}

it('shows what reading a stored capture prints', async () => {
  const readme = await readFile(`${root}README.md`, 'utf8');
  const examples = [...readme.matchAll(/npm run --silent lab -- (read tests\/\S+)\n\n((?: {4}.*\n|\n)+)/g)];
  expect(examples).not.toEqual([]);
  for (const [, command = '', block = ''] of examples) {
    const shown = block.replaceAll(/^ {4}/gm, '').trim();
    expect(await lab(...command.split(' '))).toContain(shown);
  }
});

it('names only labs and files that there are', async () => {
  const readme = await readFile(`${root}README.md`, 'utf8');
  const named = [...readme.matchAll(/\b((?:labs|src|tests)\/[\w./-]+\.(?:ts|pcap|json|ndjson))\b/g)];
  const files = new Set(named.map(([, file = '']) => file));
  files.delete('labs/mine.ts');
  expect(files.size).toBeGreaterThan(0);
  for (const file of files) await readFile(`${root}${file}`);
});
