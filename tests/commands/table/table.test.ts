/** The command line is what the table of commands states. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { main } from '../../../src/cli.ts';
import { observe } from '../../../src/commands/observe/observe.ts';
import { commands } from '../../../src/commands/table/table.ts';
import { resultSchema } from '../../../src/model/result.ts';
import { command } from '../command.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));

/** What is printed, in this process. */
async function shown(...args: string[]) {
  let stdout = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += text;
    return true;
  });
  const code = await main(['node', 'http-version-lab', ...args]).finally(() => write.mockRestore());
  return { code, stdout };
}

describe('the help', () => {
  it('names every command with what it does', async () => {
    const { code, stdout } = await shown('--help');
    const words = stdout.replaceAll(/\s+/g, ' ');
    for (const { name, about } of commands) {
      expect(words).toContain(` ${name} `);
      expect(words).toContain(about);
    }
    expect(code).toBe(0);
  });

  it.each(commands)(
    'of $name has its arguments and options',
    async ({ name, about, arguments: given = [], options }) => {
      const { code, stdout } = await shown(name, '--help');
      const words = stdout.replaceAll(/\s+/g, ' ');
      expect(words).toContain(about);
      for (const argument of given) expect(words).toContain(argument.name);
      for (const { flags, about } of options) expect(words).toContain(`${flags} ${about}`);
      expect(code).toBe(0);
    },
  );
});

it('--version prints the versions of the tool, of its results and of Node', async () => {
  const { version } = JSON.parse(
    readFileSync(fileURLToPath(new URL('../../../package.json', import.meta.url)), 'utf8'),
  ) as { version: string };
  const expected = `http-version-lab ${version}\nschema ${resultSchema}\nNode ${process.versions.node}\n`;
  for (const line of [['--version'], ['read', '--version']])
    expect(await command(...line)).toEqual({ code: 0, stdout: expected, stderr: [] });
});

describe('--quiet', () => {
  it('is an option of every command but those that print what does not depend on a run', () => {
    const without = commands.filter(({ options }) => options.every(({ flags }) => flags !== '--quiet'));
    expect(without.map(({ name }) => name)).toEqual(['schema', 'completion']);
  });

  it('leaves nothing but what was asked for: JSON on stdout, an exit code', async () => {
    const capture = fixture('nginx-curl.pcap');
    const [silent, json, loud] = await Promise.all([
      command('read', capture, '--quiet', '--verbose'),
      command('read', capture, '--quiet', '--json', '-'),
      command('read', capture, '--json', '-'),
    ]);
    expect(silent).toEqual({ code: 0, stdout: '', stderr: [] });
    expect(json).toEqual(loud);
    const compared = await command('compare', '--quiet', fixture('run.json'), fixture('run.json'));
    expect(compared).toEqual({ code: 0, stdout: '', stderr: [] });
  });

  it('leaves errors', async () => {
    const { code, stdout, stderr } = await command('read', 'nowhere.pcap', '--quiet');
    expect([code, stdout, stderr]).toEqual([2, '', ['cannot read nowhere.pcap: ENOENT']]);
  });

  it('leaves of observe what nobody could know else: a port that the system chose', async () => {
    const asked = { to: '127.0.0.1:1', quiet: true } as const;
    const nothing = [process.execPath, '-e', ''];
    const told = async (command: string[], options: object) => {
      const lines: string[] = [];
      const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
        lines.push(String(text).trim());
        return true;
      });
      const code = await observe(command, { ...asked, ...options }).finally(() => write.mockRestore());
      expect(code).toBe(0);
      return lines;
    };
    expect(await told(nothing, {})).toEqual([]);
    expect(await told(nothing, { page: true })).toEqual([expect.stringContaining('the page is at http://')]);
    const listening = [expect.stringContaining('listening on http://')];
    expect(await told([], { for: 1 })).toEqual(listening);
    expect(await told([], { for: 1, listen: '0' })).toEqual(listening);
  });
});
