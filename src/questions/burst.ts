/** How many connections do 8 requests at once take? RFC 9112 §9.4, RFC 9113 §5.1.2. */
import { deferred } from '../model/deferred.ts';
import { reason } from '../model/reason.ts';
import { exchangesOf } from './exchanges.ts';
import { inconclusive, no, type Question, yes } from './question.ts';
import { elsewhere } from './refusal.ts';

const times = 8;
const gateName = 'the answers';

export const burst: Question = {
  id: 'burst',
  asks: 'do 8 requests at once share one connection?',
  rfc: 'RFC 9112 §9.4',
  async ask(bench) {
    const gate = await bench.gate(gateName);
    const together = Math.min(times, bench.subject.atOnce);
    let arrived = 0;
    // Answered one after another, in the order of asking, so that the client's choice for the rest is the same every time.
    let earlier: Promise<unknown> = gate.passed();
    for (let nth = 1; nth <= times; nth++) {
      const path = `/burst/${nth}`;
      const mayAnswer = earlier;
      const answered = deferred();
      earlier = answered.promise;
      bench.script.on(path, async (exchange) => {
        await exchange.whole();
        if (++arrived === together) gate.release();
        await mayAnswer;
        await exchange.respond(`answer to ${path}\n`);
      });
      const { finished } = bench.client.request(path);
      finished.then(
        () => answered.resolve(),
        () => answered.resolve(),
      );
      if (nth === times) earlier = finished;
    }
    await Promise.all([gate.settled(), earlier]);
  },
  finding(transcript, about) {
    const exchanges = exchangesOf(transcript);
    const connections = new Set(exchanges.map(({ connection }) => connection));
    const [first, ...others] = exchanges;
    const other = others.find(({ connection }) => connection !== first?.connection);
    if (!first?.response || exchanges.length < times || exchanges.some(({ response }) => !response))
      return inconclusive(reason('question.too-few', { n: times }));
    if (!other) return yes(reason('burst.one-connection', { n: times }), first.request);
    const { cause, why } = elsewhere({ ...first, response: first.response }, about);
    return no(
      cause,
      reason('burst.several-connections', { n: times, m: connections.size, why }),
      first.request,
      other.request,
    );
  },
};
