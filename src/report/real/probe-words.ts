/** What the rows of a probe have in common. */
import type { Message } from '../../model/message.ts';
import type { LabReport } from '../../model/report.ts';
import type { Answer } from '../../model/verdict.ts';
import type { Plain, Say } from '../language/say.ts';

export interface Row {
  name: Plain;
  cell(report: LabReport, say: Say): string;
}

export const said = ({ answer, cause }: Answer, say: Say): string => {
  if (answer === 'no' && cause) return `${say('no')} (${say(cause)})`;
  if (answer === 'alongside a request') return say('yes, beside a request');
  return answer === 'inconclusive' ? '?' : say(answer);
};

export const messagesOf = ({ transcripts }: LabReport, question: string): Message[] =>
  transcripts
    .filter((transcript) => transcript.question === question)
    .flatMap(({ connections }) => connections.flatMap(({ messages }) => messages));

export const withStatus = (report: LabReport, question: string, text: string, say: Say): string => {
  const status = messagesOf(report, question).find(({ kind }) => kind === 'response')?.http?.status;
  return status === undefined ? text : text + say(', with {n}', { n: status });
};
