/** Silence counts as a refusal only after so many causes have had their effect meanwhile, and not by the clock alone. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { passGrace } from '../../src/bench/grace.ts';

/** A clock that rings when the test says so. */
const clock = vi.hoisted(() => ({ set: [] as number[], ring: () => {} }));
vi.mock('node:timers/promises', () => ({
  setTimeout: (milliseconds: number, value: unknown, { signal }: { signal: AbortSignal }) =>
    new Promise((resolve, reject) => {
      clock.set.push(milliseconds);
      clock.ring = () => resolve(value);
      signal.addEventListener('abort', () => reject(signal.reason));
    }),
}));
beforeEach(() => {
  clock.set = [];
});

const never = new AbortController().signal;
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A grace, and whether it has passed. */
const begin = (request: (nth: string) => Promise<unknown>, patience = 1) => {
  const state = { passed: false };
  const over = passGrace({ patience, signal: never, request }).then(() => {
    state.passed = true;
  });
  return { state, over };
};

describe('the grace', () => {
  it.each([
    [1, 20, 200],
    [4, 80, 800],
  ])(
    'with patience %i asks for %i control exchanges, one after another, and %i ms',
    async (patience, exchanges, milliseconds) => {
      const asked: string[] = [];
      let underway = 0;
      let most = 0;
      const { over } = begin(async (nth) => {
        asked.push(nth);
        most = Math.max(most, ++underway);
        await turn();
        underway -= 1;
      }, patience);
      clock.ring();
      await over;
      expect(asked).toEqual(Array.from({ length: exchanges }, (_, index) => `${index + 1}`));
      expect(most).toBe(1);
      expect(clock.set).toEqual([milliseconds]);
    },
  );

  it('does not pass while a control exchange is not answered', async () => {
    let answer = () => {};
    const stuck = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { state, over } = begin((nth) => (nth === '20' ? stuck : Promise.resolve()));
    clock.ring();
    await turn();
    expect(state.passed).toBe(false);
    answer();
    await over;
  });

  it('does not pass by its exchanges alone', async () => {
    let asked = 0;
    const { state, over } = begin(async () => {
      asked += 1;
    });
    await turn();
    expect([asked, state.passed]).toEqual([20, false]);
    clock.ring();
    await over;
  });

  it('is given up when nobody waits for it any more', async () => {
    const over = new AbortController();
    let asked = 0;
    await passGrace({
      patience: 1,
      signal: over.signal,
      request: async () => {
        if (++asked === 3) over.abort();
      },
    });
    expect(asked).toBe(3);
  });
});
