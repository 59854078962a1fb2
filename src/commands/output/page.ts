/**
 * `--html FILE`: the report as a page. The page's script is TypeScript like everything else, so it is bundled
 * here, at the moment of writing, by esbuild, which tsx is built on; installing needs no build step for it.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Claim } from '../../model/claim.ts';
import type { LabReport } from '../../model/report.ts';
import type { Language } from '../../report/language/language.ts';
import { type PageParts, page } from '../../report/page/page.ts';
import { languageOf, lookIn } from './look.ts';

const folder = new URL('../../report/page/browser/', import.meta.url);

export interface PageOptions {
  claims?: Claim[] | undefined;
  lang?: Language | undefined;
  /** Shown above everything. */
  warning?: string | undefined;
}

export async function pageText(
  reports: LabReport[],
  { claims = [], lang, warning }: PageOptions = {},
): Promise<string> {
  const { say } = await lookIn(lang);
  const language = { code: languageCode(lang), say };
  const parts = { ...(await pageParts()), language, ...(warning === undefined ? {} : { warning }) };
  return page(reports, claims, parts);
}

/** Of <html lang>, BCP 47. */
export const languageCode = (lang: Language | undefined): string =>
  (lang ?? languageOf(process.env)) === 'zh' ? 'zh-CN' : 'en';

/** The parts of a page that are the same for every report. */
export async function pageParts(
  entry: 'main.ts' | 'live/live.ts' = 'main.ts',
): Promise<Pick<PageParts, 'script' | 'scriptHash' | 'style'>> {
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
  const script = outputFiles[0]?.text.trim() ?? '';
  return {
    script,
    scriptHash: `sha256-${createHash('sha256').update(script).digest('base64')}`,
    style: await readFile(new URL('page.css', folder), 'utf8'),
  };
}
