/** A gate is released once, by its cause or, when the grace has passed, by hand; the trace tells which. */
import { describe, expect, it } from 'vitest';
import { closeGate } from '../../src/wire/gate.ts';

/** A gate whose grace passes when the test says so. */
async function gate() {
  const marks: string[] = [];
  let graces = 0;
  let givenUp = false;
  let pass = () => {};
  const closed = await closeGate({
    of: 'A',
    figures: { graces: 1 },
    async mark({ mark, of, by }) {
      marks.push([mark, of, by].join(' ').trim());
    },
    grace(signal) {
      graces++;
      signal.addEventListener('abort', () => {
        givenUp = true;
      });
      return new Promise((resolve) => {
        pass = resolve;
      });
    },
  });
  return { gate: closed, marks, pass: () => pass(), graces: () => graces, givenUp: () => givenUp };
}

/** Whether a promise has been kept, as soon as everything that could keep it now has been done. */
async function kept(promise: Promise<unknown>) {
  let done = false;
  promise.then(() => {
    done = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return done;
}

describe('a gate', () => {
  it('stays closed, with a mark, until its cause has come', async () => {
    const { gate: closed, marks } = await gate();
    expect(marks).toEqual(['gate closed A']);
    const passed = closed.passed();
    expect(await kept(passed)).toBe(false);
    await closed.release();
    expect(await kept(passed)).toBe(true);
    expect(marks).toEqual(['gate closed A', 'gate released A cause']);
  });

  it('marks its release before anything passes', async () => {
    const { gate: closed, marks } = await gate();
    const passed = closed.passed().then(() => marks.push('passed'));
    await closed.release();
    await passed;
    expect(marks).toEqual(['gate closed A', 'gate released A cause', 'passed']);
  });

  it('is released once, however often its cause comes', async () => {
    const { gate: closed, marks } = await gate();
    await Promise.all([closed.release(), closed.release()]);
    await closed.release();
    expect(marks).toEqual(['gate closed A', 'gate released A cause']);
  });

  it('counts no grace before somebody waits for it to be settled', async () => {
    const { gate: closed, graces } = await gate();
    await kept(closed.passed());
    expect(graces()).toBe(0);
    closed.settled();
    expect(graces()).toBe(1);
  });

  it('is settled by its cause, and the grace is given up', async () => {
    const { gate: closed, marks, givenUp, pass } = await gate();
    const settled = closed.settled();
    expect(await kept(settled)).toBe(false);
    await closed.release();
    expect(await kept(settled)).toBe(true);
    expect(givenUp()).toBe(true);
    pass();
    await kept(settled);
    expect(marks).toEqual(['gate closed A', 'gate released A cause']);
  });

  it('is released by hand when the grace has passed, and a later cause does nothing', async () => {
    const { gate: closed, marks, pass } = await gate();
    const settled = closed.settled();
    pass();
    await settled;
    await closed.passed();
    await closed.release();
    expect(marks).toEqual(['gate closed A', 'grace passed A', 'gate released A hand']);
  });

  it('has one grace, however many wait for it', async () => {
    const { gate: closed, marks, pass, graces } = await gate();
    const settled = [closed.settled(), closed.settled()];
    pass();
    await Promise.all(settled);
    expect(graces()).toBe(1);
    expect(marks).toEqual(['gate closed A', 'grace passed A', 'gate released A hand']);
  });

  it('tells whoever waits that the grace could not be counted', async () => {
    const closed = await closeGate({
      of: 'A',
      figures: { graces: 1 },
      mark: async () => {},
      grace: () => Promise.reject(new Error('the server is gone')),
    });
    await expect(closed.settled()).rejects.toThrow('the server is gone');
  });
});
