/** What becomes of a connection to a server that we did not write, where another is open or nobody says that it stays. */
import { figureOf } from '../../model/scripts/note.ts';
import { closeByServer, restOfFirst, watched } from '../../model/scripts/real-server.ts';
import { senderOf } from '../../model/trace.ts';
import { exchangesOf, released } from '../exchanges.ts';
import { inconclusive, no, notApplicable, type Question, yes } from '../question.ts';
import { answerOn, hangUpOf, hangUpTiming, isBlind } from './hang-up.ts';

export const anotherConnection: Question = {
  id: 'another connection',
  asks: 'is a second connection served while a request on a first has not ended?',
  rfc: 'RFC 9112 §9.4',
  provokes: ['unanswered', 'cut'],
  finding(transcript) {
    const gate = released(transcript, restOfFirst);
    const [first, second] = transcript.connections;
    const answer = answerOn(second);
    if (!gate?.by || !first || !answer) return inconclusive('connections.second-unanswered');
    const end = hangUpOf(first);
    if (gate.by === 'hand') {
      const over = answerOn(first)?.end ?? end;
      return over && over.seq < answer.begin.seq
        ? no('server', 'connections.one-at-a-time', answer)
        : inconclusive('connections.second-late', answer);
    }
    return end && end.seq < answer.begin.seq
      ? inconclusive('connections.first-over', answer)
      : yes('connections.both-served', answer);
  },
};

export const notAskedToStay: Question = {
  id: 'closing',
  asks: 'does the server close a connection that nobody asked it to keep?',
  rfc: 'RFC 9112 §9.3',
  provokes: ['unanswered', 'cut'],
  finding(transcript) {
    const gate = released(transcript, closeByServer);
    const [connection] = transcript.connections;
    const answer = answerOn(connection);
    if (!gate?.by || !connection || !answer) return inconclusive('question.incomplete');
    const end = hangUpOf(connection);
    if (end && senderOf(end.direction) === 'server') return yes('connections.closed', answer);
    return isBlind(transcript)
      ? inconclusive('probe.blind', answer)
      : no('server', 'connections.left-open', answer);
  },
  timings: ({ connections: [connection] }) => [hangUpTiming(connection, answerOn(connection))],
};

export const answerOwed: Question = {
  id: 'answer owed',
  asks: 'who hangs up, and after how long, when the second of two requests in one go has no answer?',
  rfc: 'RFC 9112 §9.3.2',
  provokes: ['unanswered', 'cut'],
  finding(transcript) {
    const [first, second] = exchangesOf(transcript);
    if (!first?.response || !second) return inconclusive('multiplex.first-unanswered');
    if (second.response) return notApplicable('multiplex.both-answered', second.response);
    const end = hangUpOf(first.connection);
    if (!end) return no('server', 'connections.nobody-while-owed', second.request);
    return yes(
      senderOf(end.direction) === 'server' ? 'connections.server-owes' : 'connections.client-gave-up',
      second.request,
    );
  },
  timings: (transcript) => [
    {
      ...hangUpTiming(transcript.connections[0], exchangesOf(transcript)[0]?.response),
      watchedMilliseconds: figureOf(transcript, watched, 'milliseconds') ?? null,
    },
  ],
};
