/**
 * The script and the style of a page. The script is TypeScript like everything else, so it is bundled by esbuild, which
 * tsx is built on: here, at the moment of writing. A bundle has both ready in place of this module: src/bundle/stand-ins.ts.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const folder = new URL('../../report/page/browser/', import.meta.url);

/** In this order: of rules that are equally specific the later holds. */
const styles = ['page', 'tables', 'labs', 'plots', 'pieces', 'dense', 'card', 'media'];

export const browserEntries = ['main.ts', 'live/live.ts'] as const;

export type BrowserEntry = (typeof browserEntries)[number];

export interface BrowserFiles {
  script: string;
  style: string;
}

export async function browserFiles(entry: BrowserEntry): Promise<BrowserFiles> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, folder))],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'ascii',
    legalComments: 'none',
    banner: { js: '/* Holds parts of d3-scale and what it needs, Copyright Mike Bostock, ISC licence. */' },
    logLevel: 'silent',
  });
  const texts = styles.map((name) => readFile(new URL(`style/${name}.css`, folder), 'utf8'));
  return {
    script: outputFiles[0]?.text.trim() ?? '',
    style: (await Promise.all(texts)).join(''),
  };
}
