/**
 * The rules for servers that we did not write, where the gates sit at the client. The questions are the same as in
 * the other files; the stimulus is in `subjects/real-server.ts`.
 */

import type { Message } from '../model/message.ts';
import { exchangesAsked, figureOf } from '../model/scripts/note.ts';
import type { Position } from '../model/trace.ts';
import { senderOf } from '../model/trace.ts';
import type { ConnectionTranscript, Transcript } from '../model/transcript.ts';
import { before, exchangesOf, released } from './exchanges.ts';
import {
  type Finding,
  inconclusive,
  no,
  notApplicable,
  type Question,
  type Timing,
  yes,
} from './question.ts';
import { elsewhere } from './refusal.ts';

const reuse: Question = {
  id: 'reuse',
  asks: 'does the next request travel on the same connection?',
  rfc: 'RFC 9112 §9.3',
  provokes: ['unanswered', 'cut'], // A request that crosses the server's FIN is sent again, §9.3.1.
  answer(transcript, about) {
    const asked = figureOf(transcript, exchangesAsked, 'exchanges') ?? 0;
    const all = exchangesOf(transcript);
    const answered = all.flatMap(({ response, ...rest }) => (response ? [{ ...rest, response }] : []));
    const [first] = answered;
    if (answered.length < asked || !first)
      return inconclusive(`${answered.length} of ${asked} requests were answered`);
    const lines = new Set(answered.map(({ line }) => line));
    if (asked === 1) return inconclusive('one request says nothing about the next', first.request);
    if (lines.size === 1) return yes(`all ${asked} requests travelled on one connection`, first.request);
    const [second] = answered.slice(1);
    const last = answered.find(({ line }) => line !== answered.at(-1)?.line) ?? first;
    const { cause, why } =
      last.request.http?.version === '1.0' && last.request.http.persistent === false
        ? {
            cause: 'protocol' as const,
            why: 'an HTTP/1.0 connection ends with the answer if nobody asks to keep it',
          }
        : elsewhere(last, about);
    const evidence = [first.request, ...(second ? [second.request] : [])];
    return no(cause, `${asked} requests took ${lines.size} connections: ${why}`, ...evidence);
  },
};

const multiplex: Question = {
  id: 'multiplex',
  asks: 'does a second request get through on a connection beside a first?',
  rfc: 'RFC 9113 §5',
  provokes: ['unanswered', 'cut'],
  answer(transcript) {
    const exchanges = exchangesOf(transcript);
    if (exchanges[0]?.request.http?.version === '2') return besideAnother(transcript, exchanges);
    const [first, second] = exchanges;
    if (!first || !second) return inconclusive('the requests were not sent');
    const asked = [first.request, second.request];
    if (!first.response) return inconclusive('the first request had no answer', ...asked);
    if (second.response && second.line === first.line)
      return yes(
        'the server answered both of two requests that were sent in one go',
        ...asked,
        second.response,
      );
    return released(transcript, 'the second answer')?.by === 'cause'
      ? no('server', 'the server hung up without an answer to the second of two requests in one go', ...asked)
      : inconclusive('the second of two requests in one go had no answer, and nobody hung up', ...asked);
  },
};

/** What was withheld is the rest of the first answer or, where it had none, the end of a request after that. */
function besideAnother(transcript: Transcript, exchanges: ReturnType<typeof exchangesOf>): Finding {
  const answer = released(transcript, 'the rest of the first answer');
  const gate = answer ?? released(transcript, 'the end of the first request');
  const [first, second] = answer ? exchanges : exchanges.slice(1);
  if (!first || !second) return inconclusive('the second request was not sent');
  const asked = [first.request, second.request];
  if (!second.response || !gate?.by) return inconclusive('the second request had no answer', ...asked);
  if (answer && first.response && before(first.response, second.request))
    return inconclusive('the first answer was whole before the second request was sent', ...asked);
  const [withheld, passed] = answer
    ? ['the client took no more of the first answer', 'the first answer had ended']
    : ['the client withheld the end of the first', 'the first had been sent'];
  return gate.by === 'cause'
    ? yes(`the second request was answered while ${withheld}`, ...asked)
    : no('server', `the second request was answered only after ${passed}`, ...asked);
}

const interlock: Question = {
  id: 'interlock',
  asks: 'does an answer begin before the request has ended?',
  rfc: 'RFC 9110 §7.5',
  provokes: ['unanswered', 'cut'],
  answer(transcript) {
    const gate = released(transcript, 'the end of the request');
    const [exchange] = exchangesOf(transcript);
    const response = transcript.connections
      .flatMap(({ messages }) => messages)
      .find(({ kind, exchange: nth }) => kind === 'response' && nth === exchange?.request.exchange);
    if (!exchange || !gate?.by || !response)
      return inconclusive('there was no answer', ...(exchange ? [exchange.request] : []));
    return response.begin.seq < gate.seq
      ? yes('an answer began while the client withheld the end of the request', exchange.request, response)
      : no('server', 'the server answered only after the whole request', exchange.request, response);
  },
};

const initiative: Question = {
  id: 'initiative',
  asks: 'does the server push to a client that allows it?',
  rfc: 'RFC 9113 §8.4',
  answer({ connections }) {
    const messages = connections.flatMap((line) => line.messages);
    const push = messages.find(({ kind }) => kind === 'push');
    const [request] = messages;
    if (push)
      return { answer: 'alongside a request', cause: null, because: 'the server pushed', evidence: [push] };
    return request
      ? no('server', 'the server pushed nothing, though the client allowed it', request)
      : inconclusive('nothing was asked');
  },
};

const idle: Question = {
  id: 'idle',
  asks: 'who hangs up an idle connection, how, and after how long?',
  rfc: 'RFC 9112 §9.5',
  answer({ connections: [line] }) {
    const response = answerOn(line?.messages);
    if (!line || !response) return inconclusive('the exchange was not completed');
    if (response.http?.persistent === false)
      return notApplicable('the connection ends with the answer, so it is never idle', response);
    const end = hangUpOf(line);
    if (!end) return no('server', 'nobody hung up for as long as the connection was watched', response);
    const side = senderOf(end.direction);
    return yes(`the ${side} hangs up the idle connection with ${end.how}`, response);
  },
  timings({ connections: [line], marks }): Timing[] {
    const response = answerOn(line?.messages);
    const end = line && hangUpOf(line);
    const advertised = /timeout=(\d+)/.exec(response?.http?.keepAlive ?? '')?.[1];
    return [
      {
        watchedMilliseconds: figureOf({ marks }, 'watched', 'milliseconds') ?? null,
        advertisedMilliseconds: advertised === undefined ? null : Number(advertised) * 1000,
        closedBy: end ? senderOf(end.direction) : null,
        how: end?.how ?? null,
        measuredMilliseconds: end && response?.end ? Math.round((end.at - response.end.at) / 1e6) : null,
      },
    ];
  },
};

/** RFC 9113 §6.8: with GOAWAY a side hangs up; which of the two then sends the first FIN is a matter of chance. */
function hangUpOf({ controls, ends: [end] }: ConnectionTranscript): HangUp | undefined {
  const leave = controls.find(({ what }) => what === 'GOAWAY');
  return leave && (!end || leave.seq < end.seq) ? { ...leave, how: 'GOAWAY' } : end;
}

type HangUp = Position & { direction: Message['direction']; how: string };

const answerOn = (messages: Message[] = []): Message | undefined =>
  messages.find(({ kind, whole }) => kind === 'response' && whole);

const requestLimit: Question = {
  id: 'request limit',
  asks: 'after how many requests does the server end a connection?',
  rfc: 'RFC 9112 §9.3',
  answer(transcript) {
    const [first] = transcript.connections;
    const exchanges = exchangesOf(transcript);
    const carried = exchanges.filter(({ line, response }) => line === first && response);
    const last = carried.at(-1);
    if (!last) return inconclusive('nothing was asked');
    if (transcript.connections.length === 1)
      return no('server', `${count(carried.length)} on one connection, and it was still open`, last.request);
    return yes(`the server ended the connection after ${count(carried.length)}`, last.request);
  },
};

const count = (requests: number): string => `${requests} request${requests === 1 ? '' : 's'}`;

/** What a transcript of a real server is asked. */
export const clientQuestions: readonly Question[] = [
  reuse,
  { ...reuse, id: 'reuse, asked to keep alive' },
  multiplex,
  interlock,
  initiative,
  idle,
  requestLimit,
];
