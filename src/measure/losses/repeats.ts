/**
 * What a client asks, so that of a lost request it is known whether it was asked again: the first request of the same
 * client with the same method and target after the loss. Each repeats one loss, the oldest.
 */
import type { Loss } from '../../model/facts.ts';
import type { HttpFields, Message } from '../../model/message.ts';
import type { Position } from '../../model/trace.ts';

type Request = Pick<Message, 'connection' | 'exchange' | 'begin'>;

export const noRepeats = (): Repeats => ({ recent: [], asked: 0, waiting: [] });

export const noteAsked = (of: Repeats, message: Request, fields: HttpFields): void => {
  if (of.waiting.length > 0 && repeatsOne(of.waiting, message, fields)) return;
  // Every request comes by here: the place of the oldest is written over.
  const place = of.asked % recentAtMost;
  of.asked += 1;
  const asked = of.recent[place];
  if (asked === undefined) of.recent.push({ message, fields });
  else {
    asked.message = message;
    asked.fields = fields;
  }
};

/** What it has asked; what of it was lost may still be asked again. */
export const forgetAsked = (of: Repeats): void => {
  of.recent = [];
  of.asked = 0;
};

const repeatsOne = (waiting: Waiting[], message: Request, fields: HttpFields): boolean => {
  const place = waiting.findIndex(({ loss, since }) => repeats(message, fields, loss, since));
  const [repeated] = place < 0 ? [] : waiting.splice(place, 1);
  if (repeated !== undefined) tellAgain(repeated, message);
  return repeated !== undefined;
};

/** The request may have been repeated before it is known to be lost: what is incomplete is read late. */
export const awaitRepeat = ({ recent, waiting }: Repeats, lost: Waiting): void => {
  const [asked] = recent
    .filter(({ message, fields }) => message !== null && repeats(message, fields, lost.loss, lost.since))
    .sort((a, b) => (a.message?.begin.seq ?? 0) - (b.message?.begin.seq ?? 0));
  if (asked?.message != null) {
    tellAgain(lost, asked.message);
    asked.message = null;
    return;
  }
  waiting.push(lost);
  if (waiting.length > waitingAtMost) waiting.shift();
};

/** It was answered after all. */
export const awaitNoRepeat = ({ waiting }: Repeats, loss: Loss): void => {
  const place = waiting.findIndex((one) => one.loss === loss);
  if (place >= 0) waiting.splice(place, 1);
};

const repeats = ({ begin }: Request, fields: HttpFields, loss: Loss, since: Position): boolean =>
  begin.seq > since.seq && fields.method === loss.method && targetOf(fields) === loss.target;

const tellAgain = ({ loss, since }: Waiting, { connection, exchange, begin }: Request): void => {
  loss.again = { connection, exchange: exchange ?? 0, milliseconds: Math.max(0, begin.at - since.at) / 1e6 };
};

/** Its first 200 characters. */
export const targetOf = ({ path = '' }: HttpFields): string => path.slice(0, 200);

const recentAtMost = 16;
const waitingAtMost = 100;

/** `message`: null once it repeats something. */
interface Asked {
  message: Request | null;
  fields: HttpFields;
}

interface Waiting {
  loss: Loss;
  /** Where it was lost. */
  since: Position;
}

/** Of one client. */
export interface Repeats {
  /** Its latest requests that repeat nothing. */
  recent: Asked[];
  /** How many it has asked. */
  asked: number;
  /** What was lost and has not been asked again. */
  waiting: Waiting[];
}
