/** Promises settled from outside, and waiting that ends. */
import { describe, expect, it } from 'vitest';
import { deferred } from '../../src/model/deferred.ts';
import { within } from '../../src/wire/within.ts';

describe('a deferred', () => {
  it('is settled once, by whoever has it', async () => {
    const answered = deferred<number>();
    answered.resolve(1);
    answered.resolve(2);
    answered.reject(new Error('too late'));
    expect(await answered.promise).toBe(1);
    const failed = deferred();
    failed.reject(new Error('no'));
    await expect(failed.promise).rejects.toThrow('no');
  });
});

describe('waiting within a time', () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const hour = 3_600_000;

  it('gives what came, or fails as it did, and leaves no timer behind', async () => {
    const before = timers();
    expect(await within(Promise.resolve('came'), hour)).toBe('came');
    await expect(within(Promise.reject(new Error('failed')), hour)).rejects.toThrow('failed');
    expect(timers()).toBe(before);
  });

  it('gives null for what does not come', async () => {
    expect(await within(deferred().promise, 0)).toBeNull();
  });
});
