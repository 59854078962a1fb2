/**
 * Pushed responses are counted apart for as long as the client may still refuse them, RFC 9113 §8.4. As many ended
 * ones are remembered as the dissector remembers; an older one can no longer be withdrawn.
 */
import type { Damage } from '../model/facts.ts';
import type { Message } from '../model/message.ts';
import { emptyTally, type Tally } from './tally.ts';
import type { Gap } from './turnarounds.ts';

/** Returns the tally that everything about this push goes into. */
export const beginPush = (pushes: Map<Message, Push>, message: Message, gap: Gap): Tally => {
  const tally = emptyTally();
  pushes.set(message, { tally, gap, ended: false, damage: null });
  return tally;
};

/** Returns a push that need not be remembered any longer, if there is one. */
export const endPush = (pushes: Map<Message, Push>, message: Message, damage: Damage | null): Push | null => {
  const push = pushes.get(message);
  if (push === undefined) return null;
  pushes.delete(message);
  pushes.set(message, { ...push, ended: true, damage });
  if (pushes.size <= rememberedAtMost) return null;
  for (const [oldest, candidate] of pushes) {
    if (!candidate.ended) continue;
    pushes.delete(oldest);
    return candidate;
  }
  return null;
};

const rememberedAtMost = 1000;

export interface Push {
  tally: Tally;
  gap: Gap;
  ended: boolean;
  /** That it was not whole, which is damage only if the client keeps it. */
  damage: Damage | null;
}
