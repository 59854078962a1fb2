/**
 * Pairs messages where the order tells who answers whom: a message of the server answers the oldest finished message of
 * the client that has no answer yet. Where there is none, nobody asked for it. So it is on WebSocket (RFC 6455), and on a
 * raw channel of which the lab says that it is answered in turn.
 */
import type { Message } from '../../model/message.ts';
import { type Spot, spotOf } from '../tally.ts';

export const silentAnswered = (): AnsweredTalk => ({ asked: [], more: 0, finished: 0, answering: false });

export const isSilent = (talk: AnsweredTalk): boolean => underway(talk) === 0;

/** Exchanges that are under way, if all that was asked is answered. */
export const underway = (talk: AnsweredTalk): number =>
  talk.asked.length + talk.more + (talk.answering ? 1 : 0);

/** `depth` is how many exchanges are under way on the connection with this one. */
export const ask = (talk: AnsweredTalk, message: Message, depth: number): void => {
  if (talk.more > 0 || talk.asked.length >= rememberedSingly) talk.more += 1;
  else talk.asked.push({ begin: message.begin.seq, depth, spot: spotOf(message) });
};

/** The exchange that a message of the server makes whole; null where it answers nothing. */
export const answer = (talk: AnsweredTalk): Asked | null => {
  if (talk.finished === 0) return null;
  talk.finished -= 1;
  talk.answering = true;
  if (talk.more > 0 && talk.asked.length === 1) {
    talk.more -= 1;
    return talk.asked[0] ?? null;
  }
  return talk.asked.shift() ?? null;
};

/** True where an exchange has ended with it. */
export const endAnswered = (talk: AnsweredTalk, { direction }: Message): boolean => {
  if (direction === 'c2s') {
    talk.finished += 1;
    return false;
  }
  const ended = talk.answering;
  talk.answering = false;
  return ended;
};

/** A client that is never answered must not fill the memory: beyond these only their number is kept. */
const rememberedSingly = 1000;

export interface Asked {
  begin: number;
  /** How many exchanges were under way on the connection when it was asked, with itself. */
  depth: number;
  spot: Spot;
}

export interface AnsweredTalk {
  /** Messages of the client without an answer, oldest first. */
  asked: Asked[];
  /** Further ones, beyond those that are remembered singly. */
  more: number;
  /** How many of all these have ended. */
  finished: number;
  /** Whether the server's open message is an answer. */
  answering: boolean;
}
