/**
 * Server push, RFC 9113 §8.4. A push is a message only if the client keeps it, and it may refuse one that has long
 * ended; so a push is reported late, once its response has begun, and may be withdrawn afterwards. Neither to push nor
 * to refuse breaks a rule: that it was refused is told as control.
 */

import type { OpenMessage } from '../open-message.ts';
import type { Http2Messages } from './messages.ts';
import { statusOf } from './sections/fields.ts';
import type { Section } from './sections/sections.ts';

export interface Pushes {
  promised(stream: number, message: OpenMessage): void;
  /** The header section of its response is complete: the push is reported. */
  responded(stream: number, section: Section): void;
  /** It has ended, and stays known for a while, since the client may still refuse it. */
  ended(stream: number): void;
  /** The client did not keep it: no message, whether it was reported or not. False: there was none, or it is forgotten. */
  withdrawn(stream: number): boolean;
  /** The server gave it up before it was reported. */
  dropped(stream: number): void;
  /** Streams whose push has not ended. */
  unfinished(): number[];
  reported(stream: number): boolean;
  /** `seq` of the oldest promise that has not been reported. */
  pending(): number;
}

const mostRemembered = 1000;

export function createPushes(messages: Http2Messages): Pushes {
  const waiting = new Map<number, OpenMessage>();
  const running = new Map<number, OpenMessage>();
  const past = new Map<number, OpenMessage>();

  return {
    promised: (stream, message) => waiting.set(stream, message),
    responded: (stream, section) => {
      const message = waiting.get(stream);
      if (message === undefined) return;
      waiting.delete(stream);
      running.set(stream, message);
      const status = statusOf(section.fields);
      if (message.http !== undefined && status !== null) message.http.status = status;
      const contentType = section.fields?.contentType;
      if (message.http !== undefined && contentType !== undefined) message.http.contentType = contentType;
      messages.begin(message);
    },
    ended: (stream) => {
      const message = running.get(stream);
      if (message === undefined) return;
      running.delete(stream);
      past.set(stream, message);
      const [oldest] = past.keys();
      if (past.size > mostRemembered && oldest !== undefined) past.delete(oldest);
    },
    withdrawn: (stream) => {
      const reported = running.get(stream) ?? past.get(stream);
      if (reported === undefined && !waiting.has(stream)) return false;
      for (const known of [waiting, running, past]) known.delete(stream);
      if (reported !== undefined) messages.withdraw(reported);
      return true;
    },
    dropped: (stream) => waiting.delete(stream),
    unfinished: () => [...waiting.keys(), ...running.keys()],
    reported: (stream) => running.has(stream) || past.has(stream),
    pending: () => {
      const [oldest] = waiting.values();
      return oldest?.begin.seq ?? Number.POSITIVE_INFINITY;
    },
  };
}
