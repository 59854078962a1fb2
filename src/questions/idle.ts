/**
 * Who hangs up an idle connection, how, and after how long? RFC 9112 §9.5. The one question about time: configured,
 * advertised and measured stand side by side, and the client has no idle limit of its own.
 */

import { deferred } from '../model/deferred.ts';
import { reason } from '../model/reason.ts';
import { note } from '../model/scripts/note.ts';
import type { Direction, Position } from '../model/trace.ts';
import { senderOf } from '../model/trace.ts';
import type { ConnectionTranscript, Transcript } from '../model/transcript.ts';
import { inconclusive, notApplicable, type Question, type Timing, yes } from './question.ts';

/** Milliseconds for which the server is told to keep an idle connection. */
const limits = [200, 600, 1000];
/** After this many milliseconds beyond the longest limit nobody is waited for any longer. */
const enough = 8000;
const figure = 'idle limit';

export const idle: Question = {
  id: 'idle',
  asks: 'who hangs up an idle connection, how, and after how long?',
  rfc: 'RFC 9112 §9.5',
  async ask(bench) {
    // None is answered before all have asked: a connection that is idle might hang up before the next is opened.
    const exchanges: { answered: Promise<unknown>; answer: () => void }[] = [];
    for (const [index, milliseconds] of limits.entries()) {
      bench.origin.idleLimit(milliseconds); // Read by some servers when the request comes, by some after the answer.
      await bench.mark(note(figure, { milliseconds }));
      const path = `/idle/${index + 1}`;
      const arrived = deferred();
      const answer = deferred();
      const sent = deferred();
      bench.script.on(path, async (exchange) => {
        await exchange.whole();
        arrived.resolve();
        await answer.promise;
        await exchange.respond(`answer to ${path}\n`);
        sent.resolve();
      });
      const client = await bench.bare();
      const answered = Promise.all([sent.promise, client.request(path).finished]);
      exchanges.push({ answered, answer: answer.resolve });
      await Promise.race([arrived.promise, answered]);
    }
    for (const [index, milliseconds] of limits.entries()) {
      bench.origin.idleLimit(milliseconds);
      exchanges[index]?.answer();
      await exchanges[index]?.answered;
    }
    const over = limits.map((_, index) =>
      bench.seen(
        (event) =>
          (event.type === 'end' || event.type === 'reset') &&
          event.connection === ordinal(bench.trace, index),
      ),
    );
    await bench.atMost(Math.max(...limits) + enough, Promise.all(over));
  },
  finding(transcript) {
    const connections = transcript.connections;
    const [response] = connections.flatMap(({ messages }) =>
      messages.filter(({ kind }) => kind === 'response'),
    );
    if (!response || connections.length < limits.length) return inconclusive('question.some-incomplete');
    if (connections.some(({ messages }) => messages.some(({ http }) => http?.persistent === false)))
      return notApplicable('idle.never-idle', response);
    const ends = connections.map(firstEnd);
    if (ends.some((end) => !end)) return inconclusive('idle.nobody', response);
    const [who = 'server', other] = new Set(ends.flatMap((end) => (end ? [senderOf(end.direction)] : [])));
    const hows = new Set(ends.map((end) => end?.how));
    return yes(
      reason('idle.hung-up', {
        who: other ? reason('idle.either', { who, other }) : who,
        How: [...hows].join(' or '),
      }),
      response,
    );
  },
  timings: (transcript) =>
    transcript.connections.map((connection, index) => timing(transcript, connection, index)),
};

/** RFC 9113 §6.8: with GOAWAY a side hangs up; which of the two then sends the first FIN is a matter of chance. */
function firstEnd({ controls, ends }: ConnectionTranscript): HangUp | undefined {
  const [leave] = controls.filter(({ what }) => what === 'GOAWAY');
  const [end] = ends;
  return leave && (!end || leave.seq < end.seq) ? { ...leave, how: 'GOAWAY' } : end;
}

/** Who hung up, how, and when. */
type HangUp = Position & { direction: Direction; how: string };

function ordinal(trace: readonly { type: string }[], index: number): number | undefined {
  const opens = trace.filter(
    (event): event is { type: 'open'; connection: number; control: boolean } => event.type === 'open',
  );
  return opens.filter(({ control }) => !control)[index]?.connection;
}

function timing({ marks }: Transcript, connection: ConnectionTranscript, index: number): Timing {
  const response = connection.messages.find(({ kind }) => kind === 'response');
  const end = firstEnd(connection);
  const advertised = /timeout=(\d+)/.exec(response?.http?.keepAlive ?? '')?.[1];
  return {
    configuredMilliseconds: marks.filter(({ of }) => of === figure)[index]?.figures?.milliseconds ?? null,
    advertisedMilliseconds: advertised === undefined ? null : Number(advertised) * 1000,
    measuredMilliseconds: end && response?.end ? Math.round((end.at - response.end.at) / 1e6) : null,
    closedBy: end ? senderOf(end.direction) : null,
    how: end?.how ?? null,
  };
}
