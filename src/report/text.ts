/**
 * Text that comes from the wire, from a library's error or from a file is untrusted: a terminal would obey what it
 * says. Here it is made visible, measured and cut. Everything that a report prints and did not write goes through.
 */

/** Controls shown and never sent: C0 and DEL as their pictures (U+2400 and on), all others by their number. */
export function printable(text: string, limit = 200): string {
  return cut(
    text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => {
      const code = character.codePointAt(0) ?? 0;
      if (code < 0x20) return String.fromCodePoint(0x2400 + code);
      if (code === 0x7f) return '\u2421';
      return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
    }),
    limit,
  );
}

/** Columns that the text takes in a terminal; escape sequences of colour take none. */
export function width(text: string): number {
  let columns = 0;
  for (const character of text.replace(/\u001b\[[0-9;]*m/g, '')) columns += columnsOf(character);
  return columns;
}

function columnsOf(character: string): number {
  if (character < '\u0300') return 1;
  if (/\p{M}/u.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** Uncoloured text, cut to so many columns, with … where something was cut off. */
export function cut(text: string, limit: number): string {
  if (text.length * 2 <= limit || width(text) <= limit) return text;
  let kept = '';
  let columns = 0;
  for (const character of text) {
    columns += columnsOf(character);
    if (columns > limit - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

export const padEnd = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - width(text)));

/** Breaks uncoloured text between words; a word that is too long by itself is broken where the line ends. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((long) => pieces(long, columns))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (width(longer) <= columns) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

/** Wrapped, with `first` before the first line and as many spaces before the others. */
export function hang(first: string, text: string, columns: number): string {
  const indent = width(first);
  return wrap(text, columns - indent)
    .map((line, index) => (index === 0 ? first : ' '.repeat(indent)) + line)
    .join('\n');
}

/** Scripts whose characters take two columns. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

function pieces(word: string, most: number): string[] {
  if (width(word) <= most) return [word];
  const parts: string[] = [];
  let part = '';
  let columns = 0;
  for (const character of word) {
    columns += columnsOf(character);
    if (part !== '' && columns > most) {
      parts.push(part);
      part = '';
      columns = columnsOf(character);
    }
    part += character;
  }
  return [...parts, part];
}
