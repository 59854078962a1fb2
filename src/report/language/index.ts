/** The languages of the reports. Adding one is a folder of templates and a line here. */
import { english, type Say, speaker, type Templates } from './say.ts';
import { zh } from './zh/index.ts';

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

/** English needs none. */
export const templates: Record<Exclude<Language, 'en'>, Templates> = { zh };

const sayers: Record<Language, Say> = { en: english, zh: speaker(zh) };

export const sayIn = (language: Language): Say => sayers[language];
