/** Does the client take a WebSocket over HTTP/2 that is opened as RFC 8441 §5 says, without `sec-websocket-accept`? */
import { inconclusive, no, type Question, yes } from '../question.ts';
import { clientOf } from '../refusal.ts';

export const strictHandshake: Question = {
  id: 'strict handshake',
  asks: 'does the client take a WebSocket that is opened without sec-websocket-accept?',
  rfc: 'RFC 8441 §5',
  provokes: ['cut', 'unanswered'],
  finding({ connections }, about) {
    const messages = connections.flatMap((connection) => connection.messages);
    const connect = messages.find(({ http }) => http?.protocol === 'websocket');
    const answered = messages.find(
      ({ kind, http }) =>
        kind === 'response' && http?.stream === connect?.http?.stream && http?.status === 200,
    );
    if (!connect || !answered) return inconclusive('strict-handshake.not-opened');
    const said = messages.find(({ kind, direction }) => kind === 'websocket' && direction === 'c2s');
    if (said) return yes('strict-handshake.spoke', connect, said);
    const gaveUp = connections.some(
      ({ ends, controls }) =>
        ends.some(({ direction }) => direction === 'c2s') ||
        controls.some(
          ({ direction, what }) => direction === 'c2s' && (what === 'RST_STREAM' || what === 'GOAWAY'),
        ),
    );
    return gaveUp
      ? no(clientOf(about), 'strict-handshake.gave-up', connect, answered)
      : inconclusive('strict-handshake.neither', connect);
  },
};
