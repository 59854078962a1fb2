/** `--html FILE`: the report as a page. */
import { createHash } from 'node:crypto';
import type { Claim } from '../../model/claim.ts';
import type { LabReport } from '../../model/report.ts';
import type { Language } from '../../report/language/language.ts';
import { type PageParts, page } from '../../report/page/page.ts';
import { type BrowserEntry, browserFiles } from './browser-files.ts';
import { languageOf, lookIn } from './look.ts';

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
  entry: BrowserEntry = 'main.ts',
): Promise<Pick<PageParts, 'script' | 'scriptHash' | 'style'>> {
  const { script, style } = await browserFiles(entry);
  return {
    script,
    scriptHash: `sha256-${createHash('sha256').update(script).digest('base64')}`,
    style,
  };
}
