/** Reading a field value. Around its parts stand SP and HTAB alone, RFC 9110 §5.6.3: no other space is one. */

/** Without the optional whitespace on either side. */
export function trimmed(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(text.charCodeAt(from))) from += 1;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to -= 1;
  return from === 0 && to === text.length ? text : text.slice(from, to);
}

/** SP or HTAB. */
export const isBlank = (code: number): boolean => code === 32 || code === 9;

/** The elements of a comma-separated field value. Empty ones are passed over, RFC 9110 §5.6.1.2. */
export const elementsOf = (value: string): string[] =>
  value
    .split(',')
    .map(trimmed)
    .filter((element) => element !== '');

/** Whether a comma-separated field value holds this option, which is given in lower case. RFC 9110 §5.6.1. */
export function hasOption(value: string | undefined, option: string): boolean {
  if (value === undefined) return false;
  const lower = value.toLowerCase();
  if (lower === option) return true;
  return lower.includes(option) && elementsOf(lower).includes(option);
}
