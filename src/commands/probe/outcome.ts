/**
 * What became of a question that was not answered to its end, said from the trace: a client's error says when it
 * noticed, and that differs from run to run.
 */

import { interruptedCode } from '../../bench/run-question.ts';
import { type GivenReason, type Reason, reason, reasonOf, reasonOfError } from '../../model/reason.ts';
import type { Recording } from '../../model/recording.ts';
import type { Failure } from '../../model/result.ts';
import { gradeOf } from '../../model/rules/fault.ts';
import { exchangesAsked, figureOf } from '../../model/scripts/note.ts';
import { handshakeClosed, type TraceEvent } from '../../model/trace.ts';
import type { ConnectionTranscript, Transcript } from '../../model/transcript.ts';
import type { ProbeVersion } from '../../subjects/real-server/real-server.ts';

/** The server is there, and broke off or said what cannot be read. */
export function failure(
  { error, timedOut, events }: Recording,
  transcript: Transcript | undefined,
  deadline: number,
): Failure {
  // That is no doing of the server's.
  if (error?.code === interruptedCode) return { code: error.code, reason: reasonOfError(error) };
  const line =
    transcript?.connections.findLast(({ messages }) => messages.length > 0) ?? transcript?.connections.at(-1);
  const requests = transcript?.connections
    .flatMap(({ messages }) => messages)
    .filter(({ kind }) => kind === 'request');
  const asked = (transcript && figureOf(transcript, exchangesAsked, 'exchanges')) ?? 1;
  const reached = events.some(({ type }) => type === 'bytes');
  const said = (code: string, given: GivenReason): Failure => {
    const what = reasonOf(given);
    if (asked <= 1 || !requests || requests.length <= 1) return { code, reason: what };
    return { code, reason: reason('error.in-request', { n: requests.length, what }) };
  };

  const violation = line?.faults.find(
    ({ side, reason }) => side === 'server' && gradeOf(reason) === 'violation',
  );
  const forbidden = violation && said('UNREADABLE', reason('probe.forbidden', { what: violation.reason }));
  if (timedOut && forbidden) return forbidden;
  if (timedOut) {
    const silence = reached
      ? answerBegan(line)
        ? 'probe.answer-unended'
        : 'probe.no-answer'
      : 'probe.no-connection';
    return said('DEADLINE', reason(silence, { n: deadline }));
  }
  const tapError = events.find((event) => event.type === 'error');
  if (tapError?.type === 'error' && !brokenOff.includes(tapError.code))
    return said(tapError.code, unreached(tapError.code));
  // What the bench's own client cannot read it says in its own words; every other error of it is the line's.
  if (error?.code === 'ERROR' && !error.message.includes('closed'))
    return said('UNREADABLE', reasonOfError(error));
  if (forbidden) return forbidden;
  const when = answerBegan(line) ? 'amid' : 'before';
  const end = line?.ends.find(({ direction }) => direction === 's2c');
  if (end?.how === 'RST' || tapError) return said('ECONNRESET', `probe.reset-${when}`);
  if (end) return said('CLOSED', `probe.closed-${when}`);
  return said(error?.code ?? 'ERROR', error ? reasonOfError(error) : 'probe.unknown');
}

/** Why the tap did not come to the server, by the code of the system, of TLS, or of a certificate. */
export function unreached(code: string): Reason {
  if (code === handshakeClosed) return reason('probe.tls-closed');
  if (code.startsWith('ERR_SSL')) return reason('probe.tls', { Code: code });
  if (/CERT|LEAF_SIGNATURE|ISSUER|CRL|_CA$|HOSTNAME/.test(code))
    return reason('probe.certificate', { Code: code });
  return reason('as-told', { Text: code });
}

/** Resets that the tap may meet while it still makes the connection, or only after it. */
const brokenOff = ['ECONNRESET', 'ECONNABORTED', 'EPIPE'];

/** Whether bytes came in answer to the last request. HTTP/2's SETTINGS answer nothing. */
const answerBegan = (line: ConnectionTranscript | undefined): boolean =>
  line !== undefined &&
  (line.messages.findLast(({ kind }) => kind === 'request')?.exchange ?? null) ===
    line.messages.findLast(({ kind }) => kind === 'response')?.exchange;

/** What a server that does not speak the version did instead; null where it may speak it. */
export function inAnotherVersion(
  { events }: Recording,
  transcript: Transcript | undefined,
  version: ProbeVersion,
): Reason | null {
  const lines = transcript?.connections ?? [];
  if (lines.some(({ messages }) => messages.some(({ kind }) => kind === 'response'))) return null;
  const refused = events.find((event) => event.type === 'error');
  if (refused?.type === 'error' && refused.code.includes('NO_APPLICATION_PROTOCOL'))
    return reason('probe.refuses-offer', { Protocol: version === '2' ? 'h2' : 'http/1.1' });
  const agreed = events.find((event) => event.type === 'open' && event.tls);
  if (version === '2' && agreed?.type === 'open' && agreed.tls && agreed.tls.alpn !== 'h2')
    return reason('probe.agreed', { Protocol: agreed.tls.alpn || 'nothing' });
  const sent = events.filter((event) => event.type === 'bytes' && event.direction === 's2c');
  const bytes = Buffer.concat(
    sent.slice(0, 20).map((event) => (event.type === 'bytes' ? event.bytes : nothing)),
  );
  if (version !== '2') return isHttp2(bytes) ? reason('probe.http2-frames') : null;
  if (isHttp2(bytes)) return null;
  if (bytes.length > 0) return reason('probe.answered', { Line: firstLine(bytes) });
  return events.some(endsFromServer) ? reason('probe.closed-before') : null;
}

const nothing = new Uint8Array();

const endsFromServer = (event: TraceEvent): boolean =>
  (event.type === 'end' || event.type === 'reset') && event.direction === 's2c';

/** A server begins HTTP/2 with SETTINGS on stream 0, RFC 9113 §3.4. */
const isHttp2 = (bytes: Buffer): boolean =>
  bytes[3] === 4 && bytes.length >= 9 && bytes.readUInt32BE(5) === 0;

const firstLine = (bytes: Buffer): string =>
  bytes.toString('latin1').split(/\r?\n/, 1)[0]?.slice(0, 60) ?? '';
