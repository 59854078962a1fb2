/**
 * After how many requests a server ends a connection. It may also end one because it was idle, and on a machine that
 * stands still our own client may let it be so: a number that was not announced counts only if it comes twice.
 */
import type { Recording } from '../../model/recording.ts';
import type { Transcript } from '../../model/transcript.ts';

const mostTries = 3;

export interface LimitAsked {
  ask(): Promise<Recording>;
  /** Called before the last try: if its number, too, is a new one, there is none. */
  isUnlikeBefore(): void;
  transcriptOf(recording: Recording): Transcript | undefined;
}

/** The first recording that needs no other, or that another one bears out; else the last. */
export async function limitAlike({ ask, isUnlikeBefore, transcriptOf }: LimitAsked): Promise<Recording> {
  const found = new Map<number, Recording>();
  for (let tries = 1; ; tries++) {
    if (tries === mostTries) isUnlikeBefore();
    const recording = await ask();
    const requests = unannounced(transcriptOf(recording));
    if (requests === null || recording.error || recording.timedOut) return recording;
    const alike = found.get(requests);
    if (alike || tries === mostTries) return alike ?? recording;
    found.set(requests, recording);
  }
}

/** How many requests were answered on a connection whose end no answer announced (RFC 9112 §9.6); null: there is no such. */
function unannounced(transcript: Transcript | undefined): number | null {
  const [first, second] = transcript?.connections ?? [];
  if (!first || !second) return null;
  const responses = first.messages.filter(({ kind }) => kind === 'response');
  return responses.at(-1)?.http?.persistent === false ? null : responses.length;
}
