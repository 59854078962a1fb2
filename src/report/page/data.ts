/**
 * What the page's script draws from: the transcripts in short, and as plain data. Whatever came from the wire is made
 * visible here (text.ts), so that neither a terminal's nor a page's reader is fooled by it.
 */
import type { Message } from '../../model/message.ts';
import type { LabReport } from '../../model/report.ts';
import { gradeOf } from '../../model/rules/fault.ts';
import { ruleOf } from '../../model/rules/rules.ts';
import type { Position } from '../../model/trace.ts';
import type { ConnectionTranscript, Transcript } from '../../model/transcript.ts';
import { english, type Say } from '../language/say.ts';
import { failureWords, opaqueWords } from '../words/strip.ts';
import { printable } from '../words/text.ts';
import { protocols } from '../words/words.ts';
import { type Excerpts, excerpts } from './excerpt.ts';
import { piecesOf } from './pieces.ts';
import type { ConnectionData, EndData, LabData, MessageData, Place, QuestionData } from './shapes.ts';

export const labData = ({ result, stored, transcripts }: LabReport, say: Say = english): LabData => ({
  lab: printable(result.lab),
  questions: transcripts.map((transcript) =>
    questionData(
      transcript,
      excerpts(stored.recordings.find(({ question }) => question === transcript.question)?.events ?? [], say),
      say,
    ),
  ),
});

/** Bytes are shown of so many messages of a question: beyond that nobody looks at each, and the page stays small. */
const excerptsShown = 1000;

function questionData(
  { question, connections, marks }: Transcript,
  excerptsOf: Excerpts,
  say: Say,
): QuestionData {
  let shown = 0;
  const few: Excerpts = (message) => (shown++ < excerptsShown ? excerptsOf(message) : []);
  return {
    question: printable(question),
    gates: marks.flatMap(({ mark, of, by, seq, at }) =>
      mark === 'gate closed' || mark === 'gate released'
        ? [
            {
              what: printable(
                say(mark) + say(': ') + say.data(of) + (by === 'hand' ? say(' (by hand)') : ''),
              ),
              place: [seq, at],
            },
          ]
        : [],
    ),
    connections: connections.map((line) => connectionData(line, few, say)),
  };
}

export const connectionData = (
  line: ConnectionTranscript,
  excerptsOf: Excerpts,
  say: Say = english,
): ConnectionData => {
  const pieces = piecesOf(line);
  const { ties } = pieces;
  return {
    connection: line.connection,
    protocol: protocols(line.protocol ?? 'not recognised', say),
    ...opaqueData(line, say),
    opened: place(line.open),
    closed: line.closed ? place(line.closed) : null,
    error: line.error === null ? null : failureWords(line.error, say),
    messages: line.messages.map((message) => {
      const own = pieces.of(message);
      return { ...messageData(message, excerptsOf(message), say), ...(own ? { pieces: own } : {}) };
    }),
    ...(ties.length > 0 ? { ties } : {}),
    controls: line.controls.map(({ what, direction, detail, seq, at }) => ({
      what: printable(what),
      direction,
      read: Object.entries(detail).map(([name, value]) => [printable(name), printable(String(value))]),
      place: [seq, at],
    })),
    ends: ends(line),
    faults: line.faults.map(({ reason, direction, seq, at }) => ({
      grade: gradeOf(reason),
      what: `${printable(say.reason(reason))} (${ruleOf(reason.id).rfc})`,
      direction,
      place: [seq, at],
    })),
  };
};

function opaqueData(line: ConnectionTranscript, say: Say): Pick<ConnectionData, 'opaque'> {
  const opaque = opaqueWords(line, say);
  return opaque === null ? {} : { opaque };
}

const place = ({ seq, at }: Position): Place => [seq, at];

const ends = (line: ConnectionTranscript): EndData[] =>
  line.ends.map(({ direction, how, seq, at }) => ({ direction, how, place: [seq, at] }));

export function messageData(message: Message, excerpt: string[], say: Say = english): MessageData {
  const { direction, kind, ordinal, exchange, http, begin, end, from, to, bytes, content, ending } = message;
  return {
    direction,
    kind,
    ordinal,
    exchange,
    stream: http?.stream ?? null,
    begin: place(begin),
    end: end ? place(end) : null,
    from,
    to,
    bytes,
    content,
    ending: ending && say(ending),
    whole: message.whole,
    label: label(message, say),
    read: read(message),
    excerpt,
  };
}

/** Short enough to stand in a bar: 'GET /reuse/1', '200', 'push /style', or the first words. */
function label({ kind, http, text, websocket }: Message, say: Say): string {
  if (text !== undefined) return printable(text.trimEnd(), 60);
  if (websocket) return say(websocket.opcode);
  if (kind === 'push') return say('push {Path}', { Path: printable(http?.path ?? '?', 60) });
  if (kind === 'request') return `${printable(http?.method ?? '?', 12)} ${printable(http?.path ?? '?', 60)}`;
  return http?.status === undefined ? say(kind) : String(http.status);
}

/** What the dissector read, in the order of its fields. */
function read({ http, websocket, text }: Message): [name: string, value: string][] {
  const fields = { ...http, ...websocket, ...(text === undefined ? {} : { text }) };
  return Object.entries(fields).map(([name, value]) => [name, printable(String(value))]);
}
