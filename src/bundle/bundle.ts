/**
 * The sources as plain JavaScript in a few files, made by esbuild, which tsx is built on: what loads one starts several
 * times as fast as file by file, and needs no TypeScript.
 */
import { mkdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { standIns } from './stand-ins.ts';

const sources = fileURLToPath(new URL('../', import.meta.url));

const project = join(sources, '..');

/**
 * Writes `cli.mjs`, or whatever else is named among the sources, and what they share; with maps where the sources are at
 * hand. Returns the paths of what it is made of outside the sources and labs, in order.
 */
export async function bundle(
  folder: string,
  names: string[],
  { maps }: { maps: boolean },
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  // Where Node will say that a module is, though the way to it be a link.
  const outdir = await realpath(folder);
  const { metafile } = await build({
    absWorkingDir: project,
    metafile: true,
    entryPoints: names.map((name) => `${sources}${name}.ts`),
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    // Else Node would have to find out what they are.
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    target: 'node20',
    packages: 'external',
    alias: { 'http-version-lab': `${sources}index.ts` },
    sourcemap: maps && 'linked',
    sourcesContent: false,
    plugins: [modules(outdir)],
    logLevel: 'silent',
  });
  const inputs = Object.keys(metafile.inputs).map((input) => resolve(project, input));
  return inputs.filter((file) => !ours.some((folder) => file.startsWith(folder))).sort();
}

const ours = ['src', 'labs', 'node_modules'].map((name) => join(project, name, sep));

/**
 * Stand-ins are put in; and what finds a file beside itself still finds it: a module has the URL, the path and the folder
 * of its source.
 */
const modules = (outdir: string): Plugin => ({
  name: 'modules',
  setup({ onLoad }) {
    onLoad({ filter: /\.m?[jt]s$/ }, async ({ path }) => {
      const standIn = standIns.get(path);
      if (standIn) return { loader: 'js', resolveDir: dirname(path), contents: await standIn() };
      return { loader: 'default', contents: placed(await readFile(path, 'utf8'), path, outdir) };
    });
  },
});

function placed(text: string, path: string, outdir: string): string {
  const url = (to: string) =>
    `new URL(${JSON.stringify(relative(outdir, to).replaceAll('\\', '/'))}, import.meta.url)`;
  const file = text.replaceAll('import.meta.url', `${url(path)}.href`);
  const paths = file
    .replaceAll('import.meta.filename', `pathOfModule(${url(path)})`)
    .replaceAll('import.meta.dirname', `folderOfModule(pathOfModule(${url(path)}))`);
  // On its first line: the others keep their numbers.
  const imports = `import { fileURLToPath as pathOfModule } from 'node:url'; import { dirname as folderOfModule } from 'node:path';`;
  return paths === file ? file : `${imports} ${paths}`;
}
