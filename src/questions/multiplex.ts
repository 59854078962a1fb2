/** Does a second request get through while the first response is unfinished? RFC 9112 §9.3.2, RFC 9113 §5. */
import { reason } from '../model/reason.ts';
import { exchangeFor, released } from './exchanges.ts';
import { inconclusive, no, type Question, yes } from './question.ts';
import { elsewhere, withheld } from './refusal.ts';

const gateName = 'the end of A';

export const multiplex: Question = {
  id: 'multiplex',
  asks: 'does a second request get through on a connection while the first response on it is unfinished?',
  rfc: 'RFC 9113 §5',
  async ask({ client, gate: close, script }) {
    const gate = await close(gateName);
    script.on('/multiplex/a', async (exchange) => {
      await exchange.whole();
      await exchange.respond('first part of A; ', gate.passed, 'rest of A\n');
    });
    script.on('/multiplex/b', async (exchange) => {
      await exchange.whole();
      await gate.release();
      await exchange.respond('answer to B\n');
    });
    const a = client.request('/multiplex/a');
    await a.received('first part of A');
    const b = client.request('/multiplex/b');
    await Promise.all([gate.settled(), a.finished, b.finished]);
  },
  finding(transcript, about) {
    const a = exchangeFor(transcript, '/multiplex/a');
    const b = exchangeFor(transcript, '/multiplex/b');
    const gate = released(transcript, gateName);
    if (!a || !b || !gate?.by) return inconclusive('question.one-unfinished');
    if (a.connection !== b.connection) {
      const { cause, why } = elsewhere(a, about);
      return no(cause, reason('second.elsewhere', { why }), a.response, b.request);
    }
    if (!a.response.end || b.request.begin.seq > a.response.end.seq) {
      const { cause, why } = withheld(a, about);
      return no(cause, reason('multiplex.waited', { why }), a.response, b.request);
    }
    if (gate.by === 'hand') return no('server', 'multiplex.taken-up-late', a.response, b.request);
    return yes('multiplex.reached', a.response, b.request);
  },
};
