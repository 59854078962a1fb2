/**
 * Templates: sentences with places, `{name}`, for what differs. A language says a thing by filling its template.
 * `(one|many)` goes by the figure that stands before it, and `(s)` is short for `(|s)`: '{n} request(s)'.
 */

/** The names of a template's places. Of a text that is not known when types are checked there are none. */
export type PlacesOf<Template extends string> = Template extends `${string}{${infer Place}}${infer Rest}`
  ? Exclude<Place, `${string} ${string}`> | PlacesOf<Rest>
  : never;

/** What stands in a place by then: in the reader's language, or as it came. */
export type Filling = string | number;

/** Fills in one go: what stands in a place is not looked through for places. */
export function fill(template: string, values: Readonly<Record<string, Filling>>): string {
  let isOne = false;
  return template.replace(
    marks,
    (mark: string, place: string | undefined, one: string | undefined, many: string | undefined) => {
      if (place === undefined) return isOne ? (one ?? '') : (many ?? 's');
      const value = values[place];
      if (value === undefined) return mark;
      const text = String(value);
      if (/^\d[\d,.]*$/.test(text)) isOne = text === '1';
      return text;
    },
  );
}

const marks = /\{([A-Za-z]+)\}|\(([^()|{}]*)\|([^()|{}]*)\)|\(s\)/g;
