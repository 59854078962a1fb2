/**
 * What a client asks, so that of a lost request it is known whether it was asked again: the first request of the same
 * client with the same method and target after the loss. Each repeats one loss, the oldest.
 */
import type { Loss } from '../../model/facts.ts';
import type { HttpFields } from '../../model/message.ts';
import type { Position } from '../../model/trace.ts';

export const noRepeats = (): Repeats => ({ recent: [], waiting: [] });

export const noteAsked = ({ recent, waiting }: Repeats, asked: Asked): void => {
  const place = waiting.findIndex(({ loss, since }) => repeats(asked, loss, since));
  const [repeated] = place < 0 ? [] : waiting.splice(place, 1);
  if (repeated !== undefined) {
    tellAgain(repeated, asked);
    return;
  }
  recent.push(asked);
  if (recent.length > recentAtMost) recent.shift();
};

/** The request may have been repeated before it is known to be lost: what is incomplete is read late. */
export const awaitRepeat = ({ recent, waiting }: Repeats, lost: Waiting): void => {
  const place = recent.findIndex((asked) => repeats(asked, lost.loss, lost.since));
  const [asked] = place < 0 ? [] : recent.splice(place, 1);
  if (asked !== undefined) {
    tellAgain(lost, asked);
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

const repeats = ({ begin, fields }: Asked, loss: Loss, since: Position): boolean =>
  begin.seq > since.seq && fields.method === loss.method && targetOf(fields) === loss.target;

const tellAgain = ({ loss, since }: Waiting, { connection, exchange, begin }: Asked): void => {
  loss.again = { connection, exchange, milliseconds: Math.max(0, begin.at - since.at) / 1e6 };
};

/** Its first 200 characters. */
export const targetOf = ({ path = '' }: HttpFields): string => path.slice(0, 200);

const recentAtMost = 16;
const waitingAtMost = 100;

export interface Asked {
  connection: number;
  exchange: number;
  begin: Position;
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
  /** What was lost and has not been asked again. */
  waiting: Waiting[];
}
