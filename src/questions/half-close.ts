/** Can one side finish and still listen? RFC 9293 §3.6: FIN closes one direction only. */
import { deferred } from '../model/deferred.ts';
import { inconclusive, no, type Question, yes } from './question.ts';

export const halfClose: Question = {
  id: 'half-close',
  asks: 'can one side finish and still listen?',
  rfc: 'RFC 9293 §3.6',
  provokes: ['unanswered', 'cut'],
  async ask(bench) {
    const client = await bench.bare();
    const arrived = deferred();
    bench.script.on('/half-close', async (exchange) => {
      await exchange.whole();
      const open = await bench.openConnection();
      arrived.resolve();
      await open?.atServer?.clientFinished;
      await exchange.respond('answer after the FIN\n');
    });
    const { finished } = client.request('/half-close');
    await Promise.race([arrived.promise, finished]);
    client.finish();
    await finished.catch(() => {}); // A server that gives up is an answer, not a failure.
  },
  finding({ connections }) {
    const fins = connections.flatMap(({ ends }) =>
      ends.filter(({ how, direction }) => how === 'FIN' && direction === 'c2s'),
    );
    const [fin] = fins;
    const connection = connections.find(({ ends }) => fin && ends.includes(fin));
    const request = connection?.messages.find(({ direction }) => direction === 'c2s');
    if (!connection || !fin || !request)
      return inconclusive('half-close.no-fin', ...(request ? [request] : []));
    const answers = connection.messages.filter(({ direction }) => direction === 's2c');
    const after = answers.find(({ begin, whole, end }) => begin.seq > fin.seq && whole && end);
    if (after) return yes('half-close.answered', request, after);
    const gaveUp = connection.ends.some(({ direction, seq }) => direction === 's2c' && seq > fin.seq);
    return gaveUp && answers.length === 0
      ? no('server', 'half-close.dropped', request)
      : inconclusive('half-close.did-not-wait', request);
  },
};
