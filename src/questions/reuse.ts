/** Does the next request travel on the same connection? RFC 9112 §9.3, RFC 9113 §9.1. */
import { exchangesOf } from './exchanges.ts';
import { inconclusive, no, type Question, yes } from './question.ts';
import { elsewhere } from './refusal.ts';

const times = 5;

/** The mark that says how many. */
const asked = 'exchanges asked';

export const reuse: Question = {
  id: 'reuse',
  asks: 'does the next request travel on the same connection?',
  rfc: 'RFC 9112 §9.3',
  async ask({ client, mark }) {
    await mark({ type: 'mark', mark: 'noted', of: asked, figures: { exchanges: times } });
    for (let nth = 1; nth <= times; nth++) await client.request(`/reuse/${nth}`).finished;
  },
  answer(transcript, about) {
    const exchanges = exchangesOf(transcript);
    const times = transcript.marks.find(({ of }) => of === asked)?.figures?.exchanges ?? 2;
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
