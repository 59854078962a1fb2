/** Does the server close after its answer, without waiting for the client? RFC 9112 §9.6. */
import { note } from '../model/scripts/note.ts';
import { exchangeFor, released } from './exchanges.ts';
import { inconclusive, no, type Question, yes } from './question.ts';

const gateName = 'the last byte of the answer';
const lastWord = '(last word)';

export const hangUp: Question = {
  id: 'hang-up',
  asks: 'does the server close after its answer, without waiting for the client?',
  rfc: 'RFC 9112 §9.6',
  async ask(bench) {
    bench.script.on('/hang-up', async (exchange) => {
      await exchange.whole();
      await exchange.respond(`answer ${lastWord}`);
    });
    const withheld = bench.withhold({ direction: 's2c', text: lastWord });
    await bench.mark(note(gateName)); // Comes back when the tap watches for it.
    const { finished } = bench.client.request('/hang-up');
    await Promise.race([withheld.begun, finished]);
    const gate = await bench.gate(gateName);
    bench.seen((event) => event.type === 'end' && event.direction === 's2c').then(gate.release);
    await gate.settled();
    await withheld.release();
    await finished;
  },
  finding(transcript) {
    const exchange = exchangeFor(transcript, '/hang-up');
    const gate = released(transcript, gateName);
    if (!exchange || !gate?.by) return inconclusive('question.unfinished');
    const { connection, response } = exchange;
    const closed = connection.ends.some(({ direction, seq }) => direction === 's2c' && seq < gate.seq);
    return closed ? yes('hang-up.before-last-byte', response) : no('server', 'hang-up.kept-open', response);
  },
};
