/** The languages of the reports. Adding one is a folder of texts and a line in each of these. */
import { type Catalogue, english, type Say, speaker, type Template } from './say.ts';

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

/** In which no text is missing. */
type Whole = Catalogue & { texts: Readonly<Record<Template, string>> };

/** English needs none. Those of the others are loaded when they are asked for: they are many. */
const catalogues: Record<Exclude<Language, 'en'>, () => Promise<Whole>> = {
  zh: async () => (await import('./zh/zh.ts')).chinese,
};

export const sayIn = async (language: Language): Promise<Say> =>
  language === 'en' ? english : speaker(await catalogues[language]());
