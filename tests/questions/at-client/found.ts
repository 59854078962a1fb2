/** What is found of a server that we did not write, from a transcript by hand. */
import { clientQuestions } from '../../../src/questions/at-client/at-client.ts';
import type { Finding, Timing } from '../../../src/questions/question.ts';
import { type Connected, type Gated, transcript } from '../transcript.ts';

export interface About {
  gates?: Gated[];
  /** The server serves one connection at a time. */
  isBlind?: boolean;
  version?: string;
}

/** The answer, whose doing it is, and the reason: `no·server: interlock.late`. */
export function found(id: string, connections: Connected[], about: About = {}): string {
  const { answer, cause, reason } = ask(id, connections, about).finding;
  return `${cause ? `${answer}·${cause}` : answer}: ${reason.id}`;
}

/** The figures of its first connection. */
export const timed = (id: string, connections: Connected[], about: About = {}): Timing | undefined =>
  ask(id, connections, about).timings?.[0];

function ask(
  id: string,
  connections: Connected[],
  { gates = [], isBlind = false, version = '1.1' }: About,
): { finding: Finding; timings: Timing[] | undefined } {
  const question = clientQuestions.find((one) => one.id === id);
  if (!question) throw new Error(`there is no question "${id}"`);
  const read = transcript(connections, { gates, version });
  if (isBlind)
    read.marks.push({ type: 'mark', mark: 'noted', of: 'one connection at a time', seq: 1, at: 0 });
  return { finding: question.finding(read, { client: 'bench' }), timings: question.timings?.(read) };
}
