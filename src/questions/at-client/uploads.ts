/** What a server that we did not write does with content: before it has come, and before all of it has. */
import type { Message } from '../../model/message.ts';
import { reason } from '../../model/reason.ts';
import { figureOf } from '../../model/scripts/note.ts';
import { answerBegan, expectedContent } from '../../model/scripts/real-server.ts';
import type { Position } from '../../model/trace.ts';
import type { ConnectionTranscript, Transcript } from '../../model/transcript.ts';
import { released } from '../exchanges.ts';
import { inconclusive, no, type Question, yes } from '../question.ts';
import { isBlind } from './hang-up.ts';

export const expect: Question = {
  id: 'expect',
  asks: 'does the server say before the content whether it wants it?',
  rfc: 'RFC 9110 §10.1.1',
  provokes: ['unanswered', 'cut'],
  finding(transcript) {
    const gate = released(transcript, expectedContent);
    const { connection, request, response } = uploadIn(transcript);
    if (!gate?.by || !connection || !request) return inconclusive('interlock.unanswered');
    const said = continued(connection);
    if (said && said.seq < gate.seq) return yes('expect.continue', request);
    if (response && response.begin.seq < gate.seq)
      return no('server', reason('expect.final', { n: response.http?.status ?? 0 }), request, response);
    if (!response) return inconclusive('interlock.unanswered', request);
    if (isBlind(transcript)) return inconclusive('probe.blind', request, response);
    return no('server', 'expect.silent', request, response);
  },
  timings(transcript) {
    const { connection, request } = uploadIn(transcript);
    const said = connection && continued(connection);
    return [{ continueMilliseconds: said && request ? (said.at - request.begin.at) / 1e6 : null }];
  },
};

export const largeUpload: Question = {
  id: 'large upload',
  asks: 'does an answer to a large request begin before its end, and what follows it?',
  rfc: 'RFC 9112 §9.6',
  isLeftToChance: true,
  finding(transcript) {
    const { connection, request, response } = uploadIn(transcript);
    if (!connection || !request) return inconclusive('question.incomplete');
    if (!response)
      return following(connection, request.begin)
        ? no('server', 'upload.hung-up', request)
        : inconclusive('interlock.unanswered', request);
    return isEarly(request, response)
      ? yes('upload.early', request, response)
      : no('server', 'interlock.late', request, response);
  },
  timings(transcript) {
    const { connection, request, response } = uploadIn(transcript);
    const after = response ?? request;
    const followed = connection && after && following(connection, after.begin);
    return [
      {
        bytesBeforeAnswer: figureOf(transcript, answerBegan, 'bytes') ?? null,
        wholeRequest: request ? (request.whole ? 'yes' : 'no') : null,
        followedBy: followed?.how ?? null,
        followedAfterMilliseconds: followed && after ? (followed.at - after.begin.at) / 1e6 : null,
        wholeAnswer: response ? (response.whole ? 'yes' : 'no') : null,
      },
    ];
  },
};

/** RST_STREAM after an answer that is whole ends a request that needs no rest, RFC 9113 §8.1. */
const isEarly = ({ whole, ending, end }: Message, response: Message): boolean =>
  !whole || ending === 'RST_STREAM' || end === null || response.begin.seq < end.seq;

/** The only request that is not the bench's own beside it, with as much of its response as there is. */
function uploadIn({ connections }: Transcript) {
  const connection = connections.find(({ messages }) => messages.some(({ kind }) => kind === 'request'));
  const request = connection?.messages.find(({ kind }) => kind === 'request');
  const response = connection?.messages.find(
    ({ kind, exchange }) => kind === 'response' && exchange === request?.exchange,
  );
  return { connection, request, response };
}

const continued = ({ controls }: ConnectionTranscript) =>
  controls.find(({ direction, what }) => direction === 's2c' && what.startsWith('100'));

/** By what the server ended the connection, or in HTTP/2 the stream, from then on. */
function following(
  { controls, ends }: ConnectionTranscript,
  { seq }: Position,
): (Position & { how: string }) | undefined {
  const after = [
    ...controls
      .filter(({ direction, what }) => direction === 's2c' && what === 'RST_STREAM')
      .map((control) => ({ ...control, how: 'RST_STREAM' })),
    ...ends.filter(({ direction }) => direction === 's2c'),
  ].filter((end) => end.seq >= seq);
  return after.sort((a, b) => a.seq - b.seq)[0];
}
