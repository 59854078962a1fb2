/** A promise that is settled from outside, for whatever one side waits for of another. */

export interface Deferred<T> {
  promise: Promise<T>;
  resolve(value: T | PromiseLike<T>): void;
  reject(error: unknown): void;
}

/** What `Promise.withResolvers` gives, which Node has from 22 on. */
export function deferred<T = void>(): Deferred<T> {
  const made: Partial<Deferred<T>> = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made as Deferred<T>;
}
