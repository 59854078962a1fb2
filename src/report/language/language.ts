/** The languages of the reports. Adding one is a folder of templates and a line in each of these. */
import type { ReasonCatalogue } from '../../model/reason.ts';
import { english, type Say, speaker, type Templates } from './say.ts';

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

/** English needs none. Those of the others are loaded when they are asked for: they are many. */
const catalogues: Record<
  Exclude<Language, 'en'>,
  () => Promise<{ texts: Templates; reasons: ReasonCatalogue }>
> = {
  zh: async () => (await import('./zh/zh.ts')).chinese,
};

export async function sayIn(language: Language): Promise<Say> {
  if (language === 'en') return english;
  const { texts, reasons } = await catalogues[language]();
  return speaker(texts, {}, reasons);
}
