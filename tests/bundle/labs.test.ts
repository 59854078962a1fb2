/** The project's labs come from the bundle and any other by tsx: nobody can tell which, not even from what goes wrong. */
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { command } from '../commands/command.ts';
import { bundlesOf, copies, project, started } from './checkout.ts';

const copyOfProject = copies();

describe('a lab', () => {
  const text = (title: string, script = '') => `
    import { defineLab, runAlone } from '../src/index.ts';
    interface Said {
      text: string;
    }
    export default defineLab({
      title: '${title}',
      subject: {
        name: 'mine',
        version: null,
        client: 'bench',
        scripts: {
          async talk() {
            const said: Said = { text: 'thrown outside' };
            ${script}
          },
        },
      },
      textbook: { says: null },
      permits: null,
      prediction: null,
    });
    runAlone(import.meta);
`;

  it('is found as soon as its file is there, and gone with it', async () => {
    const copy = await copyOfProject('found');
    const file = join(copy, 'labs/mine.ts');
    const lists = async () => (await started(copy, 'list')).stdout.match(/^mine .*/gm);
    expect(await lists()).toBeNull();
    await writeFile(file, text('first'));
    expect(await lists()).toEqual([expect.stringMatching(/ first$/)]);
    await writeFile(file, text('other'));
    expect(await lists()).toEqual([expect.stringMatching(/ other$/)]);
    await rm(file);
    expect(await lists()).toBeNull();
  });

  it('may be a link to a file elsewhere', async () => {
    const copy = await copyOfProject('link');
    const [file, link] = [join(copy, 'elsewhere.ts'), join(copy, 'labs/mine.ts')];
    const lists = async () => (await started(copy, 'list')).stdout.match(/^mine .*/gm);
    const source = (title: string) => text(title).replace('../src/index.ts', 'http-version-lab');
    expect(await lists()).toBeNull();
    await writeFile(file, source('first'));
    await symlink(file, link);
    expect(await lists()).toEqual([expect.stringMatching(/ first$/)]);
    await writeFile(file, source('other'));
    expect(await lists()).toEqual([expect.stringMatching(/ other$/)]);
    await rm(link);
    expect(await lists()).toBeNull();
  });

  it('that cannot be loaded takes none of the others with it', async () => {
    const copy = await copyOfProject('broken');
    await writeFile(join(copy, 'labs/mine.ts'), 'export const');
    const { code, stdout, stderr } = await started(copy, 'list');
    expect(code).toBe(1);
    expect(stdout).toContain('http10-short');
    expect(stderr).toEqual([expect.stringMatching(/^mine: /)]);
  });

  it.each(['labs/mine.ts', 'elsewhere/mine.ts'])('names the line of its source: %s', async (place) => {
    const copy = await copyOfProject(`lines-${place.split('/')[0]}`);
    const file = join(copy, place);
    await mkdir(join(file, '..'), { recursive: true });
    const source = text(
      'throws',
      'setTimeout(() => { throw new Error(said.text); });\nawait new Promise(() => {});',
    );
    await writeFile(file, source);
    const line = source.split('\n').findIndex((one) => one.includes('throw new')) + 1;
    const { code, stderr } = await started(copy, 'run', place.startsWith('labs') ? 'mine' : file);
    expect(code).toBe(1);
    expect(stderr).toEqual([`mine: failed: talk: thrown outside (mine.ts:${line})`]);
  });

  it('knows its file and its folder, and another one beside it does, too', async () => {
    const copy = await copyOfProject('place');
    await writeFile(
      join(copy, 'labs/mine.ts'),
      text("' + [beside, import.meta.filename, import.meta.dirname, import.meta.url].join(' ') + '").replace(
        '\n',
        "import { beside } from '../beside.mjs';\n",
      ),
    );
    await writeFile(join(copy, 'beside.mjs'), 'export const beside = import.meta.dirname;');
    const file = join(copy, 'labs/mine.ts');
    const said = [copy, file, join(copy, 'labs'), pathToFileURL(file).href].join(' ');
    expect((await started(copy, 'list')).stdout).toContain(said);
  });

  it('changes with what it imports from elsewhere, and with what that imports', async () => {
    const copy = await copyOfProject('outside');
    const lists = async () => (await started(copy, 'list')).stdout.match(/^mine .*/gm);
    const [title, word] = [join(copy, 'title.mjs'), join(copy, 'word.mjs')];
    await writeFile(title, "export const title = 'first';");
    await writeFile(
      join(copy, 'labs/mine.ts'),
      text('x').replace("title: 'x'", 'title').replace('\n', "import { title } from '../title.mjs';\n"),
    );
    expect(await lists()).toEqual([expect.stringMatching(/ first$/)]);
    await writeFile(title, "export { word as title } from './word.mjs';");
    await writeFile(word, "export const word = 'second';");
    expect(await lists()).toEqual([expect.stringMatching(/ second$/)]);
    await writeFile(word, "export const word = 'third';");
    expect(await lists()).toEqual([expect.stringMatching(/ third$/)]);
    const made = (await readdir(bundlesOf(copy), { withFileTypes: true })).filter((each) =>
      each.isDirectory(),
    );
    expect(made).toHaveLength(3);
    await rm(word);
    expect((await started(copy, 'list')).stderr.join('\n')).toContain('word.mjs');
  });

  it('may import the project by its name, as labs of other projects do', async () => {
    const copy = await copyOfProject('named');
    await writeFile(
      join(copy, 'labs/mine.ts'),
      text('by name').replace('../src/index.ts', 'http-version-lab'),
    );
    expect(await started(copy, 'list')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^mine .* by name$/m),
    });
  });

  it('may be in a folder that says nothing of modules', async () => {
    const elsewhere = join(await copyOfProject('commonjs'), 'elsewhere');
    await mkdir(elsewhere);
    await writeFile(join(elsewhere, 'package.json'), '{}');
    const source = text('of CommonJS').replace('../src/index.ts', join(project, 'src/index.ts'));
    await writeFile(join(elsewhere, 'mine.ts'), source);
    expect((await started(project, 'run', join(elsewhere, 'mine.ts'))).code).toBe(0);
    expect((await command('run', join(elsewhere, 'mine.ts'))).code).toBe(0);
  });
});
