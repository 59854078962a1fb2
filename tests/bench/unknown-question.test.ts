/** A lab that asks for what there is not is told the nearest that there is. */
import { expect, it } from 'vitest';
import http11 from '../../labs/http11-default.ts';
import tcp from '../../labs/socket-tcp.ts';
import { runQuestion } from '../../src/bench/run-question.ts';
import type { Subject } from '../../src/subjects/subject.ts';

const [script = ''] = Object.keys('scripts' in tcp.subject ? tcp.subject.scripts : {});

it.each<[Subject, string, string]>([
  [
    http11.subject,
    'multplex',
    'there is no question "multplex" for an HTTP subject; did you mean multiplex?',
  ],
  [http11.subject, 'telepathy', 'there is no question "telepathy" for an HTTP subject'],
  [tcp.subject, `${script}s`, `${tcp.subject.name} has no script "${script}s"; did you mean ${script}?`],
  [tcp.subject, 'telepathy', `${tcp.subject.name} has no script "telepathy"`],
])('%#', async (subject, question, message) => {
  const { error, events } = await runQuestion(subject, question, { patience: 1, deadlineSeconds: 10 });
  expect(error?.message).toBe(message);
  expect(events).toEqual([]);
});
