/** Can the response run while the request is still being sent? RFC 9110 §7.5, RFC 9113 §8.1. */

import { reason } from '../model/reason.ts';
import { requestPart, responsePart, rounds } from '../model/scripts/interlock.ts';
import type { ClientExchange } from '../subjects/subject.ts';
import { exchangeFor, released } from './exchanges.ts';
import { inconclusive, no, type Question, yes } from './question.ts';
import { clientOf } from './refusal.ts';

const gateName = 'the next part';

export const interlock: Question = {
  id: 'interlock',
  asks: 'can the response run while the request is still being sent?',
  rfc: 'RFC 9110 §7.5',
  async ask({ client, gate: close, script }) {
    const gate = await close(gateName);
    script.on('/interlock', (exchange) =>
      exchange.respond(
        ...rounds.flatMap((round) => [() => exchange.received(requestPart(round)), responsePart(round)]),
      ),
    );
    async function* parts() {
      for (const round of rounds) {
        if (round > 1) await Promise.race([exchange.received(responsePart(round - 1)), gate.passed()]);
        yield requestPart(round);
      }
    }
    const length = rounds.map(requestPart).join('').length;
    const exchange: ClientExchange = client.request('/interlock', { length, parts: parts() });
    await Promise.all([exchange.finished.then(gate.release), gate.settled()]);
  },
  finding(transcript, about) {
    const exchange = exchangeFor(transcript, '/interlock');
    const gate = released(transcript, gateName);
    if (!exchange || !gate?.by) return inconclusive('question.unfinished');
    const { request, response } = exchange;
    const overlapped = request.end !== null && response.begin.seq < request.end.seq;
    if (gate.by === 'cause' && overlapped)
      return yes(reason('interlock.alternated', { n: rounds.length }), request, response);
    if (gate.by === 'cause') return inconclusive('interlock.not-on-wire', request, response);
    if (request.begin.seq > gate.seq)
      return no(clientOf(about), 'interlock.client-waited', request, response);
    if (response.begin.seq < gate.seq)
      return no(clientOf(about), 'interlock.client-stopped', request, response);
    return no('server', 'interlock.server-waited', request, response);
  },
};
