/** Who hung up a connection to a server that we did not write, and whether its silence says anything. */
import type { Message } from '../../model/message.ts';
import { oneAtATime } from '../../model/scripts/real-server.ts';
import { type Direction, type Position, senderOf } from '../../model/trace.ts';
import type { ConnectionTranscript, Transcript } from '../../model/transcript.ts';
import type { Timing } from '../question.ts';

/** The first answer that is whole. */
export const answerOn = (connection: ConnectionTranscript | undefined): Message | undefined =>
  connection?.messages.find(({ kind, whole }) => kind === 'response' && whole);

/** RFC 9113 §6.8: with GOAWAY a side hangs up; which of the two then sends the first FIN is a matter of chance. */
export function hangUpOf({ controls, ends: [end] }: ConnectionTranscript): HangUp | undefined {
  const leave = controls.find(({ what }) => what === 'GOAWAY');
  return leave && (!end || leave.seq < end.seq) ? { ...leave, how: 'GOAWAY' } : end;
}

/** Milliseconds after the end of an answer. */
export function hangUpTiming(
  connection: ConnectionTranscript | undefined,
  answer: Message | null | undefined,
): Timing {
  const end = connection && hangUpOf(connection);
  return {
    closedBy: end ? senderOf(end.direction) : null,
    how: end?.how ?? null,
    measuredMilliseconds: end && answer?.end ? Math.max(0, end.at - answer.end.at) / 1e6 : null,
  };
}

type HangUp = Position & { direction: Direction; how: string };

/** Nothing beside the question showed that the server was alive: it may only have been slow. */
export const isBlind = ({ marks }: Transcript): boolean => marks.some(({ of }) => of === oneAtATime);
