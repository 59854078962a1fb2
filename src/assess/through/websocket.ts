/** Did a WebSocket come about through the proxy? By upgrade, RFC 6455 §4.2.2, or by extended CONNECT, RFC 8441 §4. */
import { reason } from '../../model/reason.ts';
import type { Recording } from '../../model/recording.ts';
import { type Finding, inconclusive, no, notApplicable, yes } from '../../questions/question.ts';
import { transcriptOf } from './traces.ts';

export function webSocketFinding(recording: Recording | undefined): Finding {
  if (!recording) return inconclusive('question.not-put');
  const connections = transcriptOf(recording, 'front').connections;
  const messages = connections.flatMap((connection) => connection.messages);
  const spoke = messages.find(({ kind, direction }) => kind === 'websocket' && direction === 's2c');
  if (spoke) return yes('websocket.opened', spoke);
  const handshake = messages.find(({ kind }) => kind === 'request');
  if (!handshake) {
    const settings = connections
      .flatMap(({ controls }) => controls)
      .some(
        ({ what, direction, detail }) =>
          what === 'SETTINGS' && direction === 's2c' && detail.ack === undefined,
      );
    return settings ? notApplicable('websocket.not-allowed') : inconclusive('question.nothing-asked');
  }
  const response = messages.find(({ kind }) => kind === 'response');
  const status = response?.http?.status;
  if (status !== undefined && status !== 101 && !(handshake.http?.version === '2' && status === 200))
    return no(
      'server',
      reason('websocket.status', { n: status }),
      handshake,
      ...(response ? [response] : []),
    );
  if (response) return inconclusive('websocket.silent', handshake, response);
  const reset = connections.some(({ controls }) =>
    controls.some(({ what, direction }) => what === 'RST_STREAM' && direction === 's2c'),
  );
  return reset ? no('server', 'websocket.reset', handshake) : inconclusive('websocket.unanswered', handshake);
}
