/** What the lab itself counts in the trace of one question, laid out for comparison with another witness. */
import { transcribe } from '../../../src/dissect/transcript.ts';
import { inEnglish } from '../../../src/model/reason.ts';
import type { Recording } from '../../../src/model/recording.ts';
import type { ConnectionTranscript } from '../../../src/model/transcript.ts';
import { type Counts, noCounts, webSocketMessage } from './counts.ts';

export function countTrace({ events, question }: Recording): Counts {
  const counts = noCounts();
  for (const connection of transcribe(events, question).connections) count(connection, counts);
  counts.targets.sort();
  return counts;
}

function count({ open, messages, faults }: ConnectionTranscript, counts: Counts): void {
  // A Unix-domain socket crosses no network: no other witness can see it.
  if (open.transport === 'unix') return;
  counts.connections += 1;
  for (const { kind, direction, http, websocket } of messages) {
    if (kind === 'datagram') counts.datagrams[direction] += 1;
    if (kind === 'websocket' && websocket)
      counts.webSocket[direction].push(webSocketMessage(websocket.opcode, websocket.frames));
    if (kind === 'push') counts.pushPromises += 1;
    if (kind === 'request') {
      counts.requests += 1;
      counts.targets.push(http?.path ?? '');
      if (http?.stream !== undefined) counts.streams += 1;
      if (http?.protocol !== undefined) counts.extendedConnects += 1;
    }
    if (kind === 'response') {
      counts.responses += 1;
      if (http?.contentType?.startsWith('text/event-stream')) counts.eventStreams += 1;
    }
  }
  // What `initiative` provokes on purpose: a response that was never asked for is still a status line, and a push
  // that is refused is still a frame. We say that they are no messages; another witness counts them as what they are.
  for (const { reason } of faults) {
    if (reason.id === 'http1.answers-nothing') counts.responses += 1;
    if (/push/i.test(inEnglish(reason))) counts.pushPromises += 1;
  }
}
