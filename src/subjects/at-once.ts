/**
 * Both ends speak at once, and that is forced: the tap withholds both directions until a part of each has come to it, so
 * that neither can have been said because of the other (RFC 9293 §3.4).
 */
import { crossingGate } from '../model/scripts/crossing.ts';
import { note } from '../model/scripts/note.ts';
import type { Direction } from '../model/trace.ts';
import type { Tap } from '../wire/tap.ts';
import type { Stage } from './stage.ts';

export interface Forced {
  /** What is withheld of a direction begins with the last byte of this; by default with whatever comes next. */
  text?: Partial<Record<Direction, string>>;
  /** One side may say nothing: then all is released once the grace has passed, for which the tap needs control exchanges. */
  mayRefuse?: boolean;
  /** What must have come, too. */
  come?: () => Promise<unknown>;
}

export interface AtOnce extends Forced, Pick<Stage, 'gate' | 'mark'>, Pick<Tap, 'withhold'> {}

/** `speak`: lets both speak, neither waiting for what the other says; it is told when nothing is withheld any longer. */
export async function atOnce(
  { withhold, mark, gate: close, text = {}, mayRefuse = false, come }: AtOnce,
  speak: (released: () => Promise<void>) => unknown,
): Promise<void> {
  const withheld = (['c2s', 's2c'] as const).map((direction) =>
    withhold({ direction, text: text[direction] ?? '' }),
  );
  const bothCome = Promise.all([...withheld.map(({ begun }) => begun), come?.()]);
  await mark(note('both directions are watched')); // Comes back when the tap watches for it.
  const gate = await close(crossingGate);
  bothCome.then(gate.release, () => {}); // The tap is gone, and all with it.
  const release = async () => {
    await (mayRefuse ? gate.settled() : gate.passed());
    await Promise.all(withheld.map((one) => one.release()));
  };
  await Promise.all([release(), speak(gate.passed)]);
}
