/** How this user reads reports: in the language that was asked for, or that the environment names (POSIX locale). */
import { type Language, sayIn } from '../../report/language/language.ts';
import type { Look } from '../../report/look.ts';
import { paint } from './output.ts';

export const lookIn = async (language: Language | undefined): Promise<Look> => ({
  paint,
  say: await sayIn(language ?? languageOf(process.env)),
});

/** The first of these that is set to anything decides, POSIX.1-2017 §8.2. */
export function languageOf({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Language {
  const locale = LC_ALL || LC_MESSAGES || LANG || '';
  return /^zh/i.test(locale) ? 'zh' : 'en';
}
