/** Can a later response on a connection overtake an earlier one? RFC 9112 §9.3.2 forbids it, RFC 9113 §5 allows it. */
import { deferred } from '../model/deferred.ts';
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
      await exchange.answer('answer to A\n');
    });
    const a = client.request('/overtake/a');
    await Promise.race([arrived.promise, a.finished]);
    const b = client.request('/overtake/b');
    await Promise.all([b.finished.then(gate.release), gate.settled(), a.finished]);
  },
  answer(transcript, about) {
    const a = exchangeFor(transcript, '/overtake/a');
    const b = exchangeFor(transcript, '/overtake/b');
    const gate = released(transcript, gateName);
    if (!a || !b || !gate?.by) return inconclusive('an exchange did not finish');
    const evidence = [a.response, b.response];
    if (a.line !== b.line) {
      const { cause, why } = elsewhere(a, about);
      return no(cause, `the second request took another connection: ${why}`, ...evidence);
    }
    if (before(b.response, a.response))
      return yes('the second answer was whole before the first began', ...evidence);
    if (before(a.response, b.request)) {
      const { cause, why } = withheld(a, about);
      return no(cause, `the second request waited for the first answer: ${why}`, ...evidence);
    }
    return b.request.http?.version === '2'
      ? no('server', 'the server kept the second answer back until it had sent the first', ...evidence)
      : no(
          'protocol',
          'HTTP/1.x answers in the order of the requests: the second answer waited',
          ...evidence,
        );
  },
};
