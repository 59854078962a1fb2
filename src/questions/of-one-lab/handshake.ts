/** Does one HTTP exchange suffice for messages both ways on the same connection? RFC 6455 §1.2. */
import { inconclusive, no, type Question, yes } from '../question.ts';

export const handshake: Question = {
  id: 'handshake',
  asks: 'does one HTTP exchange suffice for messages both ways on the same connection?',
  rfc: 'RFC 6455 §1.2',
  answer({ connections }) {
    const messages = connections.flatMap((line) => line.messages);
    const requests = messages.filter(({ kind }) => kind === 'request');
    const talk = messages.filter(({ kind }) => kind === 'websocket');
    const [request] = requests;
    const up = talk.find(({ direction }) => direction === 'c2s');
    const down = talk.find(({ direction }) => direction === 's2c');
    if (!request) return inconclusive('no request was seen');
    if (requests.length === 1 && connections.length === 1 && up && down)
      return yes('after one exchange messages went both ways on the same connection', request, up, down);
    return no(
      'protocol',
      `it took ${requests.length} HTTP exchanges and ${connections.length} connections`,
      ...requests.slice(0, 2),
    );
  },
};
