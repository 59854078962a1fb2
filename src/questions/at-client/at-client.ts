/**
 * The rules for servers that we did not write, where the gates sit at the client. The questions are the same as in
 * the other files; the stimulus is in `subjects/real-server/`.
 */

import { reason } from '../../model/reason.ts';
import { exchangesAsked, figureOf } from '../../model/scripts/note.ts';
import { unlikeBefore, watched } from '../../model/scripts/real-server.ts';
import { senderOf } from '../../model/trace.ts';
import type { Transcript } from '../../model/transcript.ts';
import { before, exchangesOf, released } from '../exchanges.ts';
import {
  type Finding,
  inconclusive,
  no,
  notApplicable,
  type Question,
  type Timing,
  yes,
} from '../question.ts';
import { elsewhere } from '../refusal.ts';
import { anotherConnection, answerOwed, notAskedToStay } from './connections.ts';
import { answerOn, hangUpOf, hangUpTiming, isBlind } from './hang-up.ts';
import { expect, largeUpload } from './uploads.ts';

const reuse: Question = {
  id: 'reuse',
  asks: 'does the next request travel on the same connection?',
  rfc: 'RFC 9112 §9.3',
  provokes: ['unanswered', 'cut'], // A request that crosses the server's FIN is sent again, §9.3.1.
  finding(transcript, about) {
    const asked = figureOf(transcript, exchangesAsked, 'exchanges') ?? 0;
    const all = exchangesOf(transcript);
    const answered = all.flatMap(({ response, ...rest }) => (response ? [{ ...rest, response }] : []));
    const [first] = answered;
    if (answered.length < asked || !first)
      return inconclusive(reason('reuse.answered', { n: answered.length, m: asked }));
    const connections = new Set(answered.map(({ connection }) => connection));
    if (asked === 1) return inconclusive('reuse.one-request', first.request);
    if (connections.size === 1) return yes(reason('reuse.requests-on-one', { n: asked }), first.request);
    const [second] = answered.slice(1);
    const last = answered.find(({ connection }) => connection !== answered.at(-1)?.connection) ?? first;
    const { cause, why } =
      last.request.http?.version === '1.0' && last.request.http.persistent === false
        ? {
            cause: 'protocol' as const,
            why: reason('refusal.nobody-asked-to-keep'),
          }
        : elsewhere(last, about);
    const evidence = [first.request, ...(second ? [second.request] : [])];
    return no(
      cause,
      reason('reuse.requests-on-several', { n: asked, m: connections.size, why }),
      ...evidence,
    );
  },
};

const multiplex: Question = {
  id: 'multiplex',
  asks: 'does a second request get through on a connection beside a first?',
  rfc: 'RFC 9113 §5',
  provokes: ['unanswered', 'cut'],
  finding(transcript) {
    const exchanges = exchangesOf(transcript);
    if (exchanges[0]?.request.http?.version === '2') return besideAnother(transcript, exchanges);
    const [first, second] = exchanges;
    if (!first || !second) return inconclusive('multiplex.requests-not-sent');
    const asked = [first.request, second.request];
    if (!first.response) return inconclusive('multiplex.first-unanswered', ...asked);
    if (second.response && second.connection === first.connection)
      return yes('multiplex.both-answered', ...asked, second.response);
    return released(transcript, 'the second answer')?.by === 'cause'
      ? no('server', 'multiplex.hung-up', ...asked)
      : inconclusive('multiplex.nobody-hung-up', ...asked);
  },
};

/** What was withheld is the rest of the first answer or, where it had none, the end of a request after that. */
function besideAnother(transcript: Transcript, exchanges: ReturnType<typeof exchangesOf>): Finding {
  const answer = released(transcript, 'the rest of the first answer');
  const gate = answer ?? released(transcript, 'the end of the first request');
  const [first, second] = answer ? exchanges : exchanges.slice(1);
  if (!first || !second) return inconclusive('multiplex.second-not-sent');
  const asked = [first.request, second.request];
  if (!second.response || !gate?.by) return inconclusive('multiplex.second-unanswered', ...asked);
  if (answer && first.response && before(first.response, second.request))
    return inconclusive('multiplex.first-whole-before', ...asked);
  const withheld = answer ? 'answer' : 'request';
  if (gate.by === 'cause') return yes(`multiplex.beside-${withheld}`, ...asked);
  if (isBlind(transcript)) return inconclusive('probe.blind', ...asked);
  return no('server', `multiplex.after-${withheld}`, ...asked);
}

const interlock: Question = {
  id: 'interlock',
  asks: 'does an answer begin before the request has ended?',
  rfc: 'RFC 9110 §7.5',
  provokes: ['unanswered', 'cut'],
  finding(transcript) {
    const gate = released(transcript, 'the end of the request');
    const [exchange] = exchangesOf(transcript);
    const response = transcript.connections
      .flatMap(({ messages }) => messages)
      .find(({ kind, exchange: nth }) => kind === 'response' && nth === exchange?.request.exchange);
    if (!exchange || !gate?.by || !response)
      return inconclusive('interlock.unanswered', ...(exchange ? [exchange.request] : []));
    if (response.begin.seq < gate.seq) return yes('interlock.early', exchange.request, response);
    if (isBlind(transcript)) return inconclusive('probe.blind', exchange.request, response);
    return no('server', 'interlock.late', exchange.request, response);
  },
};

const initiative: Question = {
  id: 'initiative',
  asks: 'does the server push to a client that allows it?',
  rfc: 'RFC 9113 §8.4',
  finding({ connections }) {
    const messages = connections.flatMap((connection) => connection.messages);
    const push = messages.find(({ kind }) => kind === 'push');
    const [request] = messages;
    if (push)
      return {
        answer: 'alongside a request',
        cause: null,
        reason: reason('initiative.pushed'),
        evidence: [push],
      };
    return request
      ? no('server', 'initiative.nothing-pushed', request)
      : inconclusive('question.nothing-asked');
  },
};

const idle: Question = {
  id: 'idle',
  asks: 'who hangs up an idle connection, how, and after how long?',
  rfc: 'RFC 9112 §9.5',
  finding({ connections: [connection] }) {
    const response = answerOn(connection);
    if (!connection || !response) return inconclusive('question.incomplete');
    if (response.http?.persistent === false) return notApplicable('idle.never-idle', response);
    const end = hangUpOf(connection);
    if (!end) return no('server', 'idle.nobody-while-watched', response);
    const side = senderOf(end.direction);
    return yes(reason('idle.hung-up', { who: side, How: end.how }), response);
  },
  timings({ connections: [connection], marks }): Timing[] {
    const response = answerOn(connection);
    const advertised = /timeout=(\d+)/.exec(response?.http?.keepAlive ?? '')?.[1];
    return [
      {
        watchedMilliseconds: figureOf({ marks }, watched, 'milliseconds') ?? null,
        advertisedMilliseconds: advertised === undefined ? null : Number(advertised) * 1000,
        ...hangUpTiming(connection, response),
      },
    ];
  },
};

const requestLimit: Question = {
  id: 'request limit',
  asks: 'after how many requests does the server end a connection?',
  rfc: 'RFC 9112 §9.3',
  finding(transcript) {
    const [first] = transcript.connections;
    const exchanges = exchangesOf(transcript);
    const carried = exchanges.filter(({ connection, response }) => connection === first && response);
    const last = carried.at(-1);
    if (!last) return inconclusive('question.nothing-asked');
    if (transcript.connections.length === 1)
      return no('server', reason('limit.still-open', { n: carried.length }), last.request);
    if (transcript.marks.some(({ of }) => of === unlikeBefore))
      return inconclusive('limit.unlike', last.request);
    return yes(reason('limit.ended', { n: carried.length }), last.request);
  },
};

/** What a transcript of a real server is asked. */
export const clientQuestions: readonly Question[] = [
  reuse,
  { ...reuse, id: 'reuse, asked to keep alive' },
  anotherConnection,
  notAskedToStay,
  multiplex,
  answerOwed,
  interlock,
  expect,
  largeUpload,
  initiative,
  idle,
  requestLimit,
];
