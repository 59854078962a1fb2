/** Can a later response on a connection overtake an earlier one? RFC 9112 §9.3.2 forbids it, RFC 9113 §5 allows it. */
import { deferred } from '../model/deferred.ts';
import { reason } from '../model/reason.ts';
import { before, exchangeFor, released } from './exchanges.ts';
import { inconclusive, no, type Question, yes } from './question.ts';
import { elsewhere, withheld } from './refusal.ts';

const gateName = 'all of A';

export const overtake: Question = {
  id: 'overtake',
  asks: 'can a later response on a connection overtake an earlier one?',
  rfc: 'RFC 9112 §9.3.2',
  async ask({ client, gate: close, script }) {
    const gate = await close(gateName);
    const arrived = deferred();
    script.on('/overtake/a', async (exchange) => {
      await exchange.whole();
      arrived.resolve();
      await gate.passed();
      await exchange.respond('answer to A\n');
    });
    const a = client.request('/overtake/a');
    await Promise.race([arrived.promise, a.finished]);
    const b = client.request('/overtake/b');
    await Promise.all([b.finished.then(gate.release), gate.settled(), a.finished]);
  },
  finding(transcript, about) {
    const a = exchangeFor(transcript, '/overtake/a');
    const b = exchangeFor(transcript, '/overtake/b');
    const gate = released(transcript, gateName);
    if (!a || !b || !gate?.by) return inconclusive('question.one-unfinished');
    const evidence = [a.response, b.response];
    if (a.connection !== b.connection) {
      const { cause, why } = elsewhere(a, about);
      return no(cause, reason('second.elsewhere', { why }), ...evidence);
    }
    if (before(b.response, a.response)) return yes('overtake.overtook', ...evidence);
    if (before(a.response, b.request)) {
      const { cause, why } = withheld(a, about);
      return no(cause, reason('overtake.waited', { why }), ...evidence);
    }
    return b.request.http?.version === '2'
      ? no('server', 'overtake.kept-back', ...evidence)
      : no('protocol', 'overtake.in-order', ...evidence);
  },
};
