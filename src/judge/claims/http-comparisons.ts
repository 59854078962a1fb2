/** What the claims of the HTTP versions ask of several results at once: the 2 × 2, and the keep-alive times. */
import type { Mode } from '../../model/verdict.ts';
import type { World } from './world.ts';

/** The verdict of which the textbook speaks: the conversation in ordinary use. */
export const said = (w: World, lab: string): Mode => w.mode(lab, 'ordinary', 'conversation');

const grid = [
  { lab: 'http10-short', version: '1.0' },
  { lab: 'http10-keep-alive', version: '1.0' },
  { lab: 'http11-close', version: '1.1' },
  { lab: 'http11-keep-alive', version: '1.1' },
];

/** Whether the verdict is the same for equal values of a factor, and differs between its two values. */
export function follows(w: World, factor: 'version' | 'handling'): boolean {
  const cells = grid.map(({ lab, version }) => ({
    value: factor === 'version' ? version : w.answer(lab, 'reuse'),
    mode: said(w, lab),
  }));
  const values = new Set(cells.map(({ value }) => value));
  const pairs = new Set(cells.map(({ value, mode }) => `${value} ${mode}`));
  const modes = new Set(cells.map(({ mode }) => mode));
  return values.size === 2 && pairs.size === 2 && modes.size === 2;
}

interface IdleTime {
  set: number;
  measured: number;
}

const idleTimes = (w: World): IdleTime[] =>
  w.timings('http11-keep-alive', 'idle').flatMap((timing) => {
    const { configuredMilliseconds: set, measuredMilliseconds: measured } = timing;
    return typeof set === 'number' && typeof measured === 'number' ? [{ set, measured }] : [];
  });

export const timesFollow = (w: World): boolean => {
  const times = idleTimes(w).sort((a, b) => a.set - b.set);
  return (
    times.length > 2 &&
    times.every(({ measured }, index) => index === 0 || measured > (times[index - 1]?.measured ?? 0))
  );
};

export const defaultsDiffer = (w: World): boolean => w.answer('http11-server-defaults', 'defaults') === 'yes';

/** By how much the measured times differ from what was set, at the most; milliseconds. */
export const offset = (w: World): number =>
  Math.max(...idleTimes(w).map(({ set, measured }) => Math.abs(measured - set)));

/** By how much they differ from each other, at the most; milliseconds. */
export const spread = (w: World): number => {
  const measured = idleTimes(w).map((time) => time.measured);
  return Math.max(...measured) - Math.min(...measured);
};
