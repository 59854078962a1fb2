/** HTML as strings in which nothing but what is written here as markup can be markup. */

/** Markup that may stand as it is. */
export interface Html {
  html: string;
}

type Part = string | number | Html | Part[];

/** Escapes whatever is put in that is not itself made by this function. */
export const html = (strings: TemplateStringsArray, ...parts: Part[]): Html => ({
  html: strings.map((text, index) => (index === 0 ? text : spell(parts[index - 1] ?? '') + text)).join(''),
});

export const nothing: Html = { html: '' };

/** For text that is no HTML and cannot end its element early: styles, scripts and JSON of our own making. */
export const raw = (text: string): Html => ({ html: text });

/** JSON that cannot end the script element in which it stands. */
export const embeddedJson = (value: unknown): Html =>
  raw(
    JSON.stringify(value).replace(
      /[<>&\u2028\u2029]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  );

function spell(part: Part): string {
  if (Array.isArray(part)) return part.map(spell).join('');
  if (typeof part === 'object') return part.html;
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
