/** Names that stay as they are in a Chinese report, so that every other English word in it can be found. */
import { claimRows } from '../../../src/judge/claims/claims.ts';
import { conversationRules, wireRules } from '../../../src/judge/lenses.ts';
import type { LabReport } from '../../../src/model/report.ts';
import { throughAdvice } from '../../../src/report/language/zh/through-advice.ts';
import { chinese } from '../../../src/report/language/zh/zh.ts';

/** What the words of a text are read as: with a hyphen, a dot or an underscore in it, it is still one. */
const word = /[A-Za-z][\w.'-]*[A-Za-z]/g;
const wordsOf = (texts: string[]): string[] => texts.flatMap((text) => text.match(word) ?? []);

/** By which things are called in results, and what Chinese sentences keep in English. */
export function namesIn(reports: LabReport[]): Set<string> {
  const { texts, reasons } = chinese;
  const translated = Object.entries(texts)
    .filter(([template]) => !Object.hasOwn(throughAdvice, template))
    .map(([, text]) => text)
    .concat(Object.values(reasons.texts));
  const questions = reports.flatMap(({ stored, transcripts }) => [
    ...stored.recordings.map(({ question }) => question),
    ...transcripts.map(({ question }) => question),
  ]);
  return new Set([
    ...wordsOf([
      ...reports.flatMap(({ result }) => brokenAtHyphens(result.lab)),
      ...questions,
      ...translated,
    ]),
    ...[...wireRules, ...conversationRules].map(({ id }) => id),
    ...others,
  ]);
}

/** A name that is broken into lines after some of its hyphens: whatever may stand on one. */
const brokenAtHyphens = (name: string): string[] => {
  const parts = name.split('-');
  return parts.flatMap((_, from) =>
    parts.slice(from).map((__, more) => parts.slice(from, from + more + 1).join('-')),
  );
};

/** Of the fields of a result, by which `compare` names what differs. */
export const fieldsIn = (value: unknown): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : [...(Array.isArray(value) ? [] : Object.keys(value)), ...Object.values(value).flatMap(fieldsIn)];

/** Of settings of proxies, which may be any words. */
export const settings: ReadonlySet<string> = new Set(wordsOf(Object.values(throughAdvice)));

const claims = claimRows.map(({ id }) => id).join('|');

/** Words of a report that are no names, each with its line. */
export function foreignWords(text: string, isName: (word: string) => boolean): string[] {
  return text.split('\n').flatMap((line) => {
    const own = line
      .replace(/^ {7}[!-~].*/, '') // bytes, as they crossed the tap
      .replace(/"(?:[^"\\]|\\.)*"/g, '') // text of the wire
      .replace(/\b(?:GET|POST|CONNECT|推送) [^\s（]+/g, '')
      .replace(new RegExp(`^(?:${claims})(?= )`), '')
      .replace(/^ {2}npm run .*? {3}/, '')
      .replace(/^~~~~~~text$/, ''); // a fence of Markdown
    return (own.match(word) ?? [])
      .filter((found) => /[a-z]/.test(found) && !isName(found))
      .map((found) => `${found}: ${line.slice(0, 200)}`);
  });
}

/** The words of a page: its text, and what is read out or shown of its elements. */
export function textOfPage(html: string): string {
  const shown = html
    .replace(/<(script|style)[^>]*>[\s\S]*?<\/\1>/g, '')
    .replace(new RegExp(`<th scope="row">(?:${claims})</th>`, 'g'), '');
  const attributes = [...shown.matchAll(/\b(?:title|aria-label|placeholder)="([^"]*)"/g)].map(
    ([, value]) => value,
  );
  const data = /"texts":(\{[^}]*\})/.exec(html)?.[1] ?? '{}';
  const texts = Object.values(JSON.parse(data) as Record<string, string>);
  return [shown.replace(/<[^>]*>/g, '\n'), ...attributes, ...texts]
    .join('\n')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

const others = [
  ...['ms', 'multi-', 'multi', 'plex', 'inter', 'lock', 'initi', 'ative', 'half'],
  ...['timeout', 'max'],
  ...['observe', 'read', 'probe', 'through', 'broken', 'other'],
  ...[
    'nginx',
    'HAProxy',
    'Caddy',
    'varnish',
    'Apache',
    'envoy',
    'lo',
    'linux',
    'json',
    'http',
    'https',
    'nonsense',
  ],
];
