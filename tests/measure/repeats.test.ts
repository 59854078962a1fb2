/** Of what a client asks the latest sixteen are remembered, so that what is read late is still known to be asked again. */
import { expect, it } from 'vitest';
import {
  awaitRepeat,
  forgetAsked,
  noRepeats,
  noteAsked,
  type Repeats,
} from '../../src/measure/losses/repeats.ts';
import type { Loss } from '../../src/model/facts.ts';
import type { Message } from '../../src/model/message.ts';

const asks = (of: Repeats, from: number, to: number) => {
  for (let nth = from; nth <= to; nth++)
    noteAsked(
      of,
      {
        ...{ connection: 1, direction: 'c2s', kind: 'request', ordinal: nth, exchange: nth },
        ...{ begin: { seq: nth, at: nth }, end: null, from: 0, to: 1, bytes: 1, content: 0 },
        ...{ ending: null, whole: false, http: { version: '1.1' } },
      } as Message,
      { version: '1.1', method: 'GET', path: `/${nth}` },
    );
};
const isRemembered = (of: Repeats, nth: number): boolean => {
  const loss = { target: `/${nth}`, method: 'GET', again: null } as Loss;
  awaitRepeat(of, { loss, since: { seq: 0, at: 0 } });
  return loss.again !== null;
};

it('is the latest sixteen', () => {
  const of = noRepeats();
  asks(of, 1, 20);
  expect([4, 5, 20].map((nth) => isRemembered(of, nth))).toEqual([false, true, true]);
});

it('is so too after it was forgotten', () => {
  const of = noRepeats();
  asks(of, 1, 5);
  forgetAsked(of);
  expect(isRemembered(of, 5)).toBe(false);
  asks(of, 11, 26);
  expect([11, 15, 26].map((nth) => isRemembered(of, nth))).toEqual([true, true, true]);
});
