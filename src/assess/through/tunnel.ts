/** Did a tunnel come about through a forward proxy, and did it carry a request to the origin? RFC 9110 §9.3.6. */
import { reason } from '../../model/reason.ts';
import type { Recording } from '../../model/recording.ts';
import { paths } from '../../model/scripts/through.ts';
import { type Finding, inconclusive, no, yes } from '../../questions/question.ts';
import { seen, transcriptOf } from './traces.ts';

export function tunnelFinding(recording: Recording): Finding {
  const messages = transcriptOf(recording, 'front').connections.flatMap((connection) => connection.messages);
  const asked = messages.find(({ kind, http }) => kind === 'request' && http?.method === 'CONNECT');
  if (!asked) return inconclusive('question.nothing-asked');
  const answer = messages.find(({ kind }) => kind === 'response');
  const status = answer?.http?.status;
  const evidence = answer ? [asked, answer] : [asked];
  if (status === undefined)
    return inconclusive(recording.timedOut ? 'through.late' : 'through.unfinished', ...evidence);
  if (status < 200 || status > 299) return no('server', reason('tunnel.status', { n: status }), ...evidence);
  // What comes out behind, and its answer in front, after all that the proxy itself said.
  const carried =
    seen(recording, 'back', 'c2s', paths.tunnel) !== null &&
    seen(recording, 'front', 's2c', paths.tunnel) !== null;
  return carried ? yes('tunnel.carried', ...evidence) : inconclusive('tunnel.silent', ...evidence);
}
