/** The exchanges of a transcript, and the gates that were closed in it: what the questions' rules look at. */
import type { Message } from '../model/message.ts';
import type { MarkEvent } from '../model/trace.ts';
import type { ConnectionTranscript, Transcript } from '../model/transcript.ts';

export interface Exchange {
  connection: ConnectionTranscript;
  request: Message;
  /** Whole: a request that was not answered to its end has none here. */
  response: Message;
}

/** Requests in the order in which they began, each with its whole response or none. */
export function exchangesOf(
  transcript: Transcript,
): (Omit<Exchange, 'response'> & { response: Message | null })[] {
  return transcript.connections
    .flatMap((connection) =>
      connection.messages
        .filter((message) => message.kind === 'request')
        .map((request) => ({
          connection,
          request,
          response:
            connection.messages.find(
              ({ kind, exchange, whole, end }) =>
                kind === 'response' && exchange === request.exchange && whole && end !== null,
            ) ?? null,
        })),
    )
    .sort((a, b) => a.request.begin.seq - b.request.begin.seq);
}

/** The exchange for a path, if it was finished. */
export function exchangeFor(transcript: Transcript, path: string): Exchange | null {
  const found = exchangesOf(transcript).find(({ request }) => request.http?.path === path);
  return found?.response ? { ...found, response: found.response } : null;
}

/** How a gate was released; null if it was not. */
export function released(transcript: Transcript, of: string): MarkEvent | null {
  return transcript.marks.find((mark) => mark.mark === 'gate released' && mark.of === of) ?? null;
}

/** By order in the trace: `a` was over before `b` began. */
export const before = (a: Message, b: Message): boolean => a.end !== null && a.end.seq < b.begin.seq;
