/** What a proxy lets through, as tests say it: a word for each way of sending. */
import type { Parts, Passes, Path } from '../../../src/model/result.ts';
import {
  type FrontVersion,
  kindOfPassing,
  type Passing,
  type PassingKind,
  passings,
} from '../../../src/model/scripts/through.ts';

/** 'at once', '?', or from how many bytes on, or, negative, how many are held. */
export type Told = 'at once' | '?' | number;

const passesAs = (told: Told): Passes => {
  if (typeof told === 'string') return { passes: told, bytes: null };
  return told < 0 ? { passes: 'when whole', bytes: -told } : { passes: 'from', bytes: told };
};

/** At once, but for what is said otherwise. */
export function parts(otherwise: Partial<Record<PassingKind, Told>> = {}): Parts {
  const each = (what: Passing['what']) =>
    Object.fromEntries(
      passings
        .filter((passing) => passing.what === what)
        .map((passing) => [passing.how, passesAs(otherwise[kindOfPassing(passing)] ?? 'at once')]),
    );
  return { upload: each('upload'), download: each('download'), sse: each('sse') } as unknown as Parts;
}

/** The same of all six. */
export const allParts = (told: Told): Parts =>
  parts(Object.fromEntries(passings.map((passing) => [kindOfPassing(passing), told])));

/** As many connections as there are clients. */
export const oneEach = { 1: 1, 2: 2, 5: 5, 20: 20 };

/** The first version is the one whose parts stand for all. */
export function pathOf(
  over: Partial<Record<FrontVersion, Parts>>,
  interlock: Path['interlock'],
  websocket: Path['websocket'],
  rest: Partial<Path> = {},
): Path {
  const main = over['http/1.1'] ?? over['http/2'] ?? allParts('?');
  return {
    ...{ ...main, interlock, websocket, over },
    race: { safe: 'yes', unsafe: 'yes' },
    ...{ expect: 'origin', early: 'yes', pool: oneEach, incremental: {}, renewedAfter: null },
    ...rest,
  };
}

export const both = <Value>(one: Value, two: Value = one): Record<FrontVersion, Value> => ({
  'http/1.1': one,
  'http/2': two,
});
