// The command line as one bundle, for the command whose start counts. It is made by esbuild, which tsx is built on, and
// kept beside the packages; a bundle of sources that have changed since has another name, so that none is ever stale.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const sources = fileURLToPath(new URL('.', import.meta.url));
const kept = fileURLToPath(new URL('../node_modules/.cache/http-version-lab/', import.meta.url));

/** The bundle's module, made now if there is none of these sources; null where none can be made, kept or loaded. */
export async function compiled() {
  try {
    const folder = join(kept, stateOfSources());
    const entry = join(folder, 'cli.mjs');
    if (!existsSync(entry)) await make(folder);
    return await import(pathToFileURL(entry).href);
  } catch {
    // The sources themselves say what is wrong, if anything is.
    return null;
  }
}

/** Names, sizes and times of change of all that may go into a bundle. */
function stateOfSources() {
  const hash = createHash('sha256').update(process.versions.node);
  for (const entry of readdirSync(sources, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex').slice(0, 32);
}

/** Made under another name, so that nobody ever sees half of it. Throws for who comes second, who starts from the sources. */
async function make(folder) {
  const { build } = await import('esbuild');
  const begun = `${folder}.${process.pid}`;
  await mkdir(kept, { recursive: true });
  try {
    await build({
      entryPoints: [join(sources, 'cli.ts')],
      outdir: begun,
      bundle: true,
      splitting: true,
      format: 'esm',
      // Else Node would have to find out what they are.
      outExtension: { '.js': '.mjs' },
      platform: 'node',
      target: 'node20',
      packages: 'external',
      plugins: [ownUrls],
      logLevel: 'silent',
    });
    await rename(begun, folder);
  } finally {
    await rm(begun, { recursive: true, force: true });
  }
  await forgetOld();
}

/** What finds a file beside itself still finds it: within a bundle, too, a module has the URL of its source. */
const ownUrls = {
  name: 'own urls',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return {
        loader: 'ts',
        contents: text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
      };
    });
  },
};

/** The newest few stay: somebody may just be starting from one of them. */
async function forgetOld() {
  const names = await readdir(kept);
  const times = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(kept, name))).mtimeMs })),
  );
  const old = times.sort((a, b) => b.at - a.at).slice(4);
  await Promise.all(old.map(({ name }) => rm(join(kept, name), { recursive: true, force: true })));
}
