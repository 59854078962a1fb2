/**
 * Text that comes from the wire, from a library's error or from a file is untrusted: a terminal would obey what it
 * says. Here it is made visible, measured and cut. Everything that a report prints and did not write goes through.
 */
import stringWidth from 'string-width';

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

/** Columns that the text takes in a terminal, by the same measure as cli-table3's; colour takes none. */
export const width = (text: string): number => stringWidth(text);

/** Uncoloured text, cut to so many columns, with … where something was cut off. */
export function cut(text: string, limit: number): string {
  if (text.length * 2 <= limit || width(text) <= limit) return text;
  return `${fitting(text, limit - 1)}…`;
}

/** As much of the beginning of uncoloured text as fits. */
function fitting(text: string, columns: number): string {
  let kept = '';
  for (const character of text) {
    if (width(kept + character) > columns) break;
    kept += character;
  }
  return kept;
}

export const padEnd = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - width(text)));

/**
 * Breaks uncoloured text between words, and before and after characters that are no part of words (Chinese); a word
 * that is too long by itself is broken where the line ends.
 */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  const units = text
    .split(' ')
    .flatMap((word) => word.split(between).map((unit, index) => ({ unit, gap: index === 0 ? ' ' : '' })));
  for (const { unit, gap } of units)
    for (const [index, piece] of pieces(unit, columns).entries()) {
      const longer = line === '' ? piece : line + (index === 0 ? gap : ' ') + piece;
      if (width(longer) <= columns) line = longer;
      else {
        lines.push(line);
        line = piece;
      }
    }
  return [...lines, line];
}

const ideographs = '\\u2e80-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef';
const endsNoLine = '（“「《';
const beginsNoLine = '，。、：；！？）”」》…,.:;!?)%';

/** Where a line may end without a space. */
const between = new RegExp(
  `(?<![${endsNoLine}])(?![${beginsNoLine}])(?:(?<=[${ideographs}])|(?=[${ideographs}]))`,
  'u',
);

/** Wrapped, with `first` before the first line and as many spaces before the others. */
export function hang(first: string, text: string, columns: number): string {
  const indent = width(first);
  return wrap(text, columns - indent)
    .map((line, index) => (index === 0 ? first : ' '.repeat(indent)) + line)
    .join('\n');
}

function pieces(word: string, most: number): string[] {
  const parts: string[] = [];
  let rest = word;
  while (width(rest) > most) {
    const part = fitting(rest, most) || String.fromCodePoint(rest.codePointAt(0) ?? 0);
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return [...parts, rest];
}
