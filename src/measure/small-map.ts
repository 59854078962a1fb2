/**
 * What is open on a connection: nearly always nothing or one thing, sometimes thousands. The one is kept beside the
 * table, because putting an entry into an empty table and taking it out again costs more than the rest of the counting.
 */

export interface SmallMap<Key, Value> {
  size: number;
  /** Only while `size` is 1 and `rest` is empty. */
  key: Key | undefined;
  value: Value | undefined;
  /** All of them, once there were two at a time. */
  rest: Map<Key, Value>;
}

export const emptySmallMap = <Key, Value>(): SmallMap<Key, Value> => ({
  size: 0,
  key: undefined,
  value: undefined,
  rest: new Map(),
});

/** The key is new. */
export const add = <Key, Value>(all: SmallMap<Key, Value>, key: Key, value: Value): void => {
  if (all.size === 0) {
    all.key = key;
    all.value = value;
  } else {
    if (all.key !== undefined && all.value !== undefined) all.rest.set(all.key, all.value);
    all.key = undefined;
    all.value = undefined;
    all.rest.set(key, value);
  }
  all.size += 1;
};

export const find = <Key, Value>(all: SmallMap<Key, Value>, key: Key): Value | undefined => {
  if (all.size === 0) return undefined;
  return all.key === key ? all.value : all.rest.get(key);
};

/** False where there is no such entry. */
export const take = <Key, Value>(all: SmallMap<Key, Value>, key: Key): boolean => {
  if (all.size === 0) return false;
  if (all.key === key) {
    all.key = undefined;
    all.value = undefined;
  } else if (!all.rest.delete(key)) return false;
  all.size -= 1;
  return true;
};

/** In order of adding. */
export const entries = <Key, Value>({ key, value, rest }: SmallMap<Key, Value>): Iterable<[Key, Value]> =>
  key !== undefined && value !== undefined ? [[key, value]] : rest;
