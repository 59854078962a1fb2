/** Does the next request travel on the same connection? RFC 9112 §9.3, RFC 9113 §9.1. */
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
  answer(transcript, about) {
    const exchanges = exchangesOf(transcript);
    const times = figureOf(transcript, exchangesAsked, 'exchanges') ?? 2;
    const lines = new Set(exchanges.map(({ line }) => line.connection));
    const [first, second] = exchanges;
    if (exchanges.length < times || !first || !second || exchanges.some(({ response }) => !response))
      return inconclusive(`fewer than ${times} exchanges were completed`);
    if (lines.size === 1) return yes(`all ${times} exchanges travelled on one connection`, second.request);
    const { response, ...rest } = exchanges.find(({ line }) => line !== exchanges.at(-1)?.line) ?? first;
    const { cause, why } = response ? elsewhere({ ...rest, response }, about) : { cause: null, why: '' };
    return no(
      cause,
      `${times} exchanges took ${lines.size} connections: ${why}`,
      first.request,
      second.request,
    );
  },
};
