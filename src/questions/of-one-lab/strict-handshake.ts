/** Does the client take a WebSocket over HTTP/2 that is opened as RFC 8441 §5 says, without `sec-websocket-accept`? */
import { inconclusive, no, type Question, yes } from '../question.ts';
import { clientOf } from '../refusal.ts';

export const strictHandshake: Question = {
  id: 'strict handshake',
  asks: 'does the client take a WebSocket that is opened without sec-websocket-accept?',
  rfc: 'RFC 8441 §5',
  provokes: ['cut', 'unanswered'],
  answer({ connections }, about) {
    const messages = connections.flatMap((line) => line.messages);
    const connect = messages.find(({ http }) => http?.protocol === 'websocket');
    const answered = messages.find(
      ({ kind, http }) =>
        kind === 'response' && http?.stream === connect?.http?.stream && http?.status === 200,
    );
    if (!connect || !answered) return inconclusive('the server did not open the stream');
    const said = messages.find(({ kind, direction }) => kind === 'websocket' && direction === 'c2s');
    if (said) return yes('the client sent a message on the stream', connect, said);
    const gaveUp = connections.some(
      ({ ends, controls }) =>
        ends.some(({ direction }) => direction === 'c2s') ||
        controls.some(
          ({ direction, what }) => direction === 'c2s' && (what === 'RST_STREAM' || what === 'GOAWAY'),
        ),
    );
    return gaveUp
      ? no(clientOf(about), 'the client gave up the stream although the answer was whole', connect, answered)
      : inconclusive('the client neither spoke nor gave up', connect);
  },
};
