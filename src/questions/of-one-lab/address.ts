/** Is every connection told apart by its pair of addresses, and its server found by the port? RFC 9293 §3.3.10. */
import { reason } from '../../model/reason.ts';
import type { Address } from '../../model/trace.ts';
import { inconclusive, no, type Question, yes } from '../question.ts';

export const address: Question = {
  id: 'address',
  asks: 'is every connection told apart by its pair of addresses, and its server found by the port?',
  rfc: 'RFC 9293 §3.3.10',
  finding({ connections }) {
    const reached = connections.map(({ open, messages }) => ({
      pair: `${spell(open.front.client)} ${spell(open.front.tap)}`,
      server: spell(open.back.server),
      reply: messages.find(({ direction }) => direction === 's2c'),
    }));
    const replies = reached.flatMap(({ reply }) => (reply ? [reply] : []));
    const servers = new Set(reached.map(({ server }) => server));
    if (servers.size < 2 || replies.length < reached.length || reached.length <= servers.size)
      return inconclusive('address.too-few', ...replies);
    // A server names itself: the same name on the same port, and another on another.
    const names = new Set(reached.map(({ server, reply }) => `${server} ${reply?.text}`));
    const distinctNames = new Set(replies.map(({ text }) => text));
    const pairs = new Set(reached.map(({ pair }) => pair));
    if (pairs.size < reached.length) return no('protocol', 'address.shared-pair', ...replies);
    return names.size === servers.size && distinctNames.size === servers.size
      ? yes(reason('address.told-apart', { n: reached.length, m: pairs.size }), ...replies)
      : no('protocol', 'address.wrong-server', ...replies);
  },
};

const spell = (place: Address): string => ('path' in place ? place.path : `${place.host}:${place.port}`);
