/** Did a WebSocket come about through the proxy? By upgrade, RFC 6455 §4.2.2, or by extended CONNECT, RFC 8441 §4. */
import type { Recording } from '../../model/recording.ts';
import { type Finding, inconclusive, no, notApplicable, yes } from '../../questions/question.ts';
import { transcriptOf } from './traces.ts';

export function webSocketFinding(recording: Recording | undefined): Finding {
  if (!recording) return inconclusive('it was not asked');
  const lines = transcriptOf(recording, 'front').connections;
  const messages = lines.flatMap((line) => line.messages);
  const spoke = messages.find(({ kind, direction }) => kind === 'websocket' && direction === 's2c');
  if (spoke) return yes('the handshake was answered, and a message came back', spoke);
  const handshake = messages.find(({ kind }) => kind === 'request');
  if (!handshake) {
    const settings = lines
      .flatMap(({ controls }) => controls)
      .some(
        ({ what, direction, detail }) =>
          what === 'SETTINGS' && direction === 's2c' && detail.ack === undefined,
      );
    return settings
      ? notApplicable("the proxy's SETTINGS do not allow an extended CONNECT")
      : inconclusive('nothing was asked');
  }
  const response = messages.find(({ kind }) => kind === 'response');
  const status = response?.http?.status;
  if (response && status !== 101 && !(handshake.http?.version === '2' && status === 200))
    return no('server', `the handshake was answered with status ${status}`, handshake, response);
  if (response)
    return inconclusive('the handshake was answered, but no message came back', handshake, response);
  const reset = lines.some(({ controls }) =>
    controls.some(({ what, direction }) => what === 'RST_STREAM' && direction === 's2c'),
  );
  return reset
    ? no('server', 'the proxy reset the stream of the handshake', handshake)
    : inconclusive('the handshake was not answered', handshake);
}
