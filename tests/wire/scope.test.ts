/** Whatever was opened is closed, in reverse order, each to its end, and only once. */
import { describe, expect, it } from 'vitest';
import { openScope } from '../../src/wire/scope.ts';

/** Something that takes its turn to close. */
const slowly = (log: string[], name: string) => async () => {
  log.push(`${name} begins`);
  await new Promise((resolve) => setImmediate(resolve));
  log.push(`${name} ends`);
};

describe('a scope', () => {
  it('closes in reverse order, each to its end', async () => {
    const log: string[] = [];
    const scope = openScope();
    scope.defer(slowly(log, 'server'));
    scope.defer(slowly(log, 'tap'));
    scope.defer(() => log.push('client'));
    expect(log).toEqual([]);
    await scope.close();
    expect(log).toEqual(['client', 'tap begins', 'tap ends', 'server begins', 'server ends']);
  });

  it('goes on when something cannot be closed', async () => {
    const log: string[] = [];
    const scope = openScope();
    scope.defer(() => log.push('first'));
    scope.defer(() => {
      throw new Error('thrown');
    });
    scope.defer(() => log.push('second'));
    scope.defer(() => Promise.reject(new Error('rejected')));
    await expect(scope.close()).resolves.toBeUndefined();
    expect(log).toEqual(['second', 'first']);
  });

  it('closes once, and whoever asks again waits for the same', async () => {
    const log: string[] = [];
    const scope = openScope();
    scope.defer(slowly(log, 'server'));
    scope.defer(slowly(log, 'tap'));
    const first = scope.close();
    await scope.close();
    expect(log).toEqual(['tap begins', 'tap ends', 'server begins', 'server ends']);
    await first;
    await scope.close();
    expect(log).toHaveLength(4);
  });

  it('closes what is opened while it closes', async () => {
    const log: string[] = [];
    const scope = openScope();
    scope.defer(() => log.push('early'));
    scope.defer(() => scope.defer(() => log.push('late')));
    await scope.close();
    expect(log).toEqual(['late', 'early']);
  });

  it('closes at once what is opened after it was closed', async () => {
    const log: string[] = [];
    const scope = openScope();
    await scope.close();
    scope.defer(slowly(log, 'straggler'));
    await scope.close();
    expect(log).toEqual(['straggler begins', 'straggler ends']);
  });
});
