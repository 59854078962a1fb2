/** What a question waits for ends with it. */
import { expect, it } from 'vitest';
import { setUpStage } from '../../src/bench/stage.ts';
import { openScope } from '../../src/wire/scope.ts';

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

it('a pause ends after its time, and leaves no timer once all is over', async () => {
  const before = timers();
  const scope = openScope();
  const stage = setUpStage(scope, { patience: 1 });
  await stage.pause(1);
  let ended = false;
  const hour = 3_600_000;
  stage.pause(hour).then(() => {
    ended = true;
  });
  expect(timers()).toBe(before + 1);
  await scope.close();
  expect([timers(), ended]).toEqual([before, false]);
});
