/** Can one side finish and still listen? RFC 9293 §3.6: FIN closes one direction only. */
import { exchangesOf } from './exchanges.ts';
import { inconclusive, no, type Question, yes } from './question.ts';

export const halfClose: Question = {
  id: 'half-close',
  asks: 'can one side finish and still listen?',
  rfc: 'RFC 9293 §3.6',
  provokes: ['unanswered', 'cut'],
  async ask(bench) {
    const client = bench.bare();
    let arrived = () => {};
    const requestArrived = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    bench.script.on('/half-close', async (exchange) => {
      await exchange.whole();
      const open = await bench.openConnection();
      arrived();
      await open?.line?.clientFinished;
      await exchange.answer('answer after the FIN\n');
    });
    const { finished } = client.request('/half-close');
    await Promise.race([requestArrived, finished]);
    client.finish();
    await finished.catch(() => {}); // A server that gives up is an answer, not a failure.
  },
  answer(transcript) {
    const [exchange] = exchangesOf(transcript);
    if (!exchange) return inconclusive('the request was not seen');
    const { line, request, response } = exchange;
    const fin = line.ends.find(({ direction, how }) => direction === 'c2s' && how === 'FIN');
    if (!fin) return inconclusive('the client sent no FIN', request);
    if (response && response.begin.seq > fin.seq)
      return yes("the server answered after the client's FIN", request, response);
    const gaveUp = line.ends.some(({ direction, seq }) => direction === 's2c' && seq > fin.seq);
    return gaveUp && !response
      ? no('server', "the server saw the client's FIN and dropped its answer", request)
      : inconclusive('the answer did not wait for the FIN', request);
  },
};
