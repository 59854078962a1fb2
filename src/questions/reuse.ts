/** Does the next request travel on the same connection? RFC 9112 §9.3, RFC 9113 §9.1. */

import { reason } from '../model/reason.ts';
import { exchangesAsked, figureOf, note } from '../model/scripts/note.ts';
import { exchangesOf } from './exchanges.ts';
import { inconclusive, no, type Question, yes } from './question.ts';
import { elsewhere } from './refusal.ts';

const times = 5;

export const reuse: Question = {
  id: 'reuse',
  asks: 'does the next request travel on the same connection?',
  rfc: 'RFC 9112 §9.3',
  async ask({ client, mark }) {
    await mark(note(exchangesAsked, { exchanges: times }));
    for (let nth = 1; nth <= times; nth++) await client.request(`/reuse/${nth}`).finished;
  },
  finding(transcript, about) {
    const all = exchangesOf(transcript);
    const exchanges = all.flatMap(({ response, ...rest }) => (response ? [{ ...rest, response }] : []));
    const times = figureOf(transcript, exchangesAsked, 'exchanges') ?? 2;
    const connections = new Set(exchanges.map(({ connection }) => connection));
    const [first, second] = exchanges;
    if (all.length < times || !first || !second || exchanges.length < all.length)
      return inconclusive(reason('question.too-few', { n: times }));
    if (connections.size === 1) return yes(reason('reuse.one-connection', { n: times }), second.request);
    const last = exchanges.find(({ connection }) => connection !== exchanges.at(-1)?.connection) ?? first;
    const { cause, why } = elsewhere(last, about);
    return no(
      cause,
      reason('reuse.several-connections', { n: times, m: connections.size, why }),
      first.request,
      second.request,
    );
  },
};
