/**
 * What an index of HPACK stands for: the static table, RFC 7541 Appendix A, and behind it the dynamic table
 * of one direction, RFC 7541 §2.3.2 and §4.
 */

export type Field = readonly [name: string, value: string];

/** A dynamic table takes 32 for each entry beside its name and value, RFC 7541 §4.1. */
const overhead = 32;

export interface HeaderTable {
  /** The field at an index of both tables together, counted from 1. */
  field(index: number): Field | undefined;
  insert(field: Field): void;
  /** The most that the dynamic table may hold; entries that no longer fit are evicted. */
  resize(maximum: number): void;
  maximum(): number;
  size(): number;
}

export function headerTable(): HeaderTable {
  /** Oldest first, from `oldest` on: what lies before it is evicted, and cut off from time to time. */
  let entries: Field[] = [];
  let oldest = 0;
  let size = 0;
  let maximum = 4096;

  const evict = (room: number): void => {
    while (size > room) {
      const [name, value] = entries[oldest++] ?? none;
      size -= name.length + value.length + overhead;
    }
    if (oldest > 64 && oldest * 2 > entries.length) {
      entries = entries.slice(oldest);
      oldest = 0;
    }
  };

  return {
    field: (index) => {
      if (index <= staticTable.length) return staticTable[index - 1];
      const at = entries.length - (index - staticTable.length);
      return at < oldest ? undefined : entries[at];
    },
    insert: (field) => {
      const needed = field[0].length + field[1].length + overhead;
      evict(Math.max(0, maximum - needed));
      // A field larger than the table empties it, and is no error, RFC 7541 §4.4.
      if (needed > maximum) return;
      entries.push(field);
      size += needed;
    },
    resize: (to) => {
      maximum = to;
      evict(maximum);
    },
    maximum: () => maximum,
    size: () => size,
  };
}

const none: Field = ['', ''];

const staticTable: readonly Field[] = [
  [':authority', ''],
  [':method', 'GET'],
  [':method', 'POST'],
  [':path', '/'],
  [':path', '/index.html'],
  [':scheme', 'http'],
  [':scheme', 'https'],
  [':status', '200'],
  [':status', '204'],
  [':status', '206'],
  [':status', '304'],
  [':status', '400'],
  [':status', '404'],
  [':status', '500'],
  ['accept-charset', ''],
  ['accept-encoding', 'gzip, deflate'],
  ['accept-language', ''],
  ['accept-ranges', ''],
  ['accept', ''],
  ['access-control-allow-origin', ''],
  ['age', ''],
  ['allow', ''],
  ['authorization', ''],
  ['cache-control', ''],
  ['content-disposition', ''],
  ['content-encoding', ''],
  ['content-language', ''],
  ['content-length', ''],
  ['content-location', ''],
  ['content-range', ''],
  ['content-type', ''],
  ['cookie', ''],
  ['date', ''],
  ['etag', ''],
  ['expect', ''],
  ['expires', ''],
  ['from', ''],
  ['host', ''],
  ['if-match', ''],
  ['if-modified-since', ''],
  ['if-none-match', ''],
  ['if-range', ''],
  ['if-unmodified-since', ''],
  ['last-modified', ''],
  ['link', ''],
  ['location', ''],
  ['max-forwards', ''],
  ['proxy-authenticate', ''],
  ['proxy-authorization', ''],
  ['range', ''],
  ['referer', ''],
  ['refresh', ''],
  ['retry-after', ''],
  ['server', ''],
  ['set-cookie', ''],
  ['strict-transport-security', ''],
  ['transfer-encoding', ''],
  ['user-agent', ''],
  ['vary', ''],
  ['via', ''],
  ['www-authenticate', ''],
];
