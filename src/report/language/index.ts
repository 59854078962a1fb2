/** The languages of the reports. Adding one is a folder of templates and a line in each of these. */
import { english, type Say, speaker, type Templates } from './say.ts';

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

/** English needs none. Those of the others are loaded when they are asked for: they are many. */
export const templates: Record<Exclude<Language, 'en'>, () => Promise<Templates>> = {
  zh: async () => (await import('./zh/index.ts')).zh,
};

export const sayIn = async (language: Language): Promise<Say> =>
  language === 'en' ? english : speaker(await templates[language]());
