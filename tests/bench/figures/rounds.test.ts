/** What is compared is measured in turn, and what comes first does not count. */
import { expect, it } from 'vitest';
import { rounds } from './rounds.ts';

/** What was done, in its order; each figure is the place in it. */
function noted() {
  const order: string[] = [];
  const work = (name: string) => [name, () => order.push(name)] as const;
  return { order, works: new Map([work('a'), work('b')]) };
}
const tell = (): void => {};

it('has each in turn, again and again', async () => {
  const { order, works } = noted();
  await rounds(works, { runs: 2, uncounted: 0, tell });
  expect(order).toEqual(['a', 'b', 'a', 'b']);
});

it('counts no first round, unless each is begun anew', async () => {
  const all = noted();
  expect(await rounds(all.works, { runs: 2, tell })).toEqual(
    new Map([
      ['a', [3, 5]],
      ['b', [4, 6]],
    ]),
  );
  const anew = noted();
  expect(await rounds(anew.works, { runs: 1, uncounted: 0, tell })).toEqual(
    new Map([
      ['a', [1]],
      ['b', [2]],
    ]),
  );
});

it('says what it does', async () => {
  const said: string[] = [];
  await rounds(noted().works, { runs: 1, tell: (text) => said.push(text) });
  expect(said).toEqual([
    'a round that does not count, a',
    'a round that does not count, b',
    'round 1 of 1, a',
    'round 1 of 1, b',
  ]);
});

it('ends with the first that fails', async () => {
  const works = new Map([['a', () => Promise.reject(new Error('it broke'))]]);
  await expect(rounds(works, { runs: 1, tell })).rejects.toThrow('it broke');
});
