/** Who hung up a connection to a server that we did not write, and whether its silence says anything. */
import { oneAtATime } from '../../model/scripts/real-server.ts';
import type { Direction, Position } from '../../model/trace.ts';
import type { ConnectionTranscript, Transcript } from '../../model/transcript.ts';

/** RFC 9113 §6.8: with GOAWAY a side hangs up; which of the two then sends the first FIN is a matter of chance. */
export function hangUpOf({ controls, ends: [end] }: ConnectionTranscript): HangUp | undefined {
  const leave = controls.find(({ what }) => what === 'GOAWAY');
  return leave && (!end || leave.seq < end.seq) ? { ...leave, how: 'GOAWAY' } : end;
}

type HangUp = Position & { direction: Direction; how: string };

/** Nothing beside the question showed that the server was alive: it may only have been slow. */
export const isBlind = ({ marks }: Transcript): boolean => marks.some(({ of }) => of === oneAtATime);
