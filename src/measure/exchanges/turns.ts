/**
 * Exchanges on raw channels, where nothing says what answers what: a turn is a maximal run of messages in one
 * direction, and an exchange is a turn and the opposite turn after it. A message that begins while an opposite one
 * is unfinished is not after it, and begins a new exchange.
 */
import type { Message } from '../../model/message.ts';
import type { Direction } from '../../model/trace.ts';
import { type Spot, spotOf } from '../tally.ts';

export interface TurnTalk {
  /** Whose turn it is; null before the first message. */
  speaker: Direction | null;
  /** Whether this turn is the second of its exchange. */
  answering: boolean;
  /** First message of the exchange, and how many exchanges were under way with it. */
  first: { begin: number; depth: number; spot: Spot } | null;
  /** Unfinished messages. */
  open: Record<Direction, number>;
}

export const silentTurns = (): TurnTalk => ({
  speaker: null,
  answering: false,
  first: null,
  open: { c2s: 0, s2c: 0 },
});

/** Returns the exchange, where this message makes one of two turns. */
export const speak = (talk: TurnTalk, message: Message): TurnTalk['first'] => {
  const { direction } = message;
  const continues = talk.speaker === direction;
  const listener: Direction = direction === 'c2s' ? 's2c' : 'c2s';
  const answers = !continues && talk.speaker !== null && !talk.answering && talk.open[listener] === 0;
  if (!continues && !answers) {
    const unfinished = talk.answering && talk.open[listener] > 0;
    talk.first = { begin: message.begin.seq, depth: unfinished ? 2 : 1, spot: spotOf(message) };
  }
  if (!continues) talk.answering = answers;
  talk.speaker = direction;
  talk.open[direction] += 1;
  return answers ? talk.first : null;
};

/** True where the answering turn has ended with it, for all that is known so far. */
export const fallSilent = (talk: TurnTalk, { direction }: Message): boolean => {
  talk.open[direction] -= 1;
  return talk.answering && talk.speaker === direction && talk.open[direction] === 0;
};
