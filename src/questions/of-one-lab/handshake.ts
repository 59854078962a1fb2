/** Does one HTTP exchange suffice for messages both ways on the same connection? RFC 6455 §1.2. */
import { reason } from '../../model/reason.ts';
import { inconclusive, no, type Question, yes } from '../question.ts';

export const handshake: Question = {
  id: 'handshake',
  asks: 'does one HTTP exchange suffice for messages both ways on the same connection?',
  rfc: 'RFC 6455 §1.2',
  finding({ connections }) {
    const messages = connections.flatMap((connection) => connection.messages);
    const requests = messages.filter(({ kind }) => kind === 'request');
    const talk = messages.filter(({ kind }) => kind === 'websocket');
    const [request] = requests;
    const up = talk.find(({ direction }) => direction === 'c2s');
    const down = talk.find(({ direction }) => direction === 's2c');
    if (!request) return inconclusive('handshake.no-request');
    if (requests.length === 1 && connections.length === 1 && up && down)
      return yes('handshake.one-exchange', request, up, down);
    return no(
      'protocol',
      reason('handshake.several', { n: requests.length, m: connections.length }),
      ...requests.slice(0, 2),
    );
  },
};
