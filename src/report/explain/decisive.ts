/** The decisive messages of a verdict, byte by byte as they crossed the tap, each piece with who sent it and when. */
import type { Evidence } from '../../model/facts.ts';
import type { Message } from '../../model/message.ts';
import type { LabReport } from '../../model/report.ts';
import type { Say } from '../language/say.ts';
import { type Look, reportWidth } from '../look.ts';
import { type Piece, piecesOf, showBytes } from '../words/bytes.ts';
import { splitFrames } from '../words/frames.ts';
import { describeMessage } from '../words/messages.ts';
import { hang } from '../words/text.ts';

/** Pieces and lines beyond these are counted and not shown. */
const piecesShown = 14;
const linesShown = 12;

export function decisiveBytes(report: LabReport, evidence: Evidence[], look: Look): string[] {
  const spots = evidence.flatMap((spot) => {
    const message = findMessage(report, spot);
    return message ? [{ spot, message }] : [];
  });
  if (spots.length === 0) return [look.say('no message is the evidence: there is nothing to show')];
  const questions = [...new Set(spots.map(({ spot }) => spot.question))];
  return questions.flatMap((question) => {
    const messages = spots.filter(({ spot }) => spot.question === question).map(({ message }) => message);
    const recording = report.stored.recordings.find((one) => one.question === question);
    const transcript = report.transcripts.find((one) => one.question === question);
    if (!recording || !transcript) return [];
    const pieces = piecesOf([...new Set(messages)], recording, transcript);
    const parts = partsOf(pieces, look.say);
    const left = parts.length - piecesShown;
    return [
      ...parts.slice(0, piecesShown).flatMap((part) => show(part, look)),
      ...(left > 0 ? [look.say('… and {n} more pieces', { n: left })] : []),
    ];
  });
}

export function findMessage({ transcripts }: LabReport, spot: Evidence): Message | undefined {
  const transcript = transcripts.find(({ question }) => question === spot.question);
  const found = transcript?.connections.find(({ connection }) => connection === spot.connection);
  return found?.messages.find(
    ({ direction, ordinal }) => direction === spot.direction && ordinal === spot.message,
  );
}

/** A piece with what is to be shown of it: as it is, or the HTTP/2 frames of the message's own stream. */
interface Part extends Piece {
  what: string;
  text: boolean;
}

function partsOf(pieces: Piece[], say: Say): Part[] {
  const messages = [...new Set(pieces.map(({ message }) => message))];
  return messages
    .flatMap((message) => {
      const own = pieces.filter((piece) => piece.message === message);
      // What WebSocket makes of a stream's DATA begins within a frame.
      if (message.http?.version === '2' && message.kind !== 'websocket') return framesOf(own, message);
      const text = message.kind === 'request' || message.kind === 'response' || message.kind === 'record';
      return own.map((piece, index) => ({
        ...piece,
        what: own.length > 1 ? say('piece {n}', { n: index + 1 }) : '',
        text,
      }));
    })
    .sort((a, b) => a.seq - b.seq || a.from - b.from);
}

/** A frame belongs to the event that brought its last byte; frames of other streams in between are left out. */
function framesOf(pieces: Piece[], message: Message): Part[] {
  const bytes = new Uint8Array(pieces.flatMap((piece) => [...piece.bytes]));
  let end = 0;
  return splitFrames(bytes).frames.flatMap((frame): Part[] => {
    end += frame.bytes.length;
    const carrier = pieces.findLast(({ from }) => from < end);
    if (!carrier || frame.stream !== message.http?.stream) return [];
    const from = end - frame.bytes.length;
    const what = [frame.name, ...frame.flags].join(' ');
    return [{ message, seq: carrier.seq, from, bytes: frame.bytes, what, text: false }];
  });
}

function show({ message, seq, what, bytes, text }: Part, { paint, say }: Look): string[] {
  const arrow = message.direction === 'c2s' ? '▶' : '◀';
  const style = message.direction === 'c2s' ? 'cyan' : 'green';
  const which = say(
    message.direction === 'c2s' ? 'client message {n}, connection {m}' : 'server message {n}, connection {m}',
    { n: message.ordinal, m: message.connection },
  );
  const head = [which, describeMessage(message, say), what].filter((part) => part !== '').join(say(', '));
  return [
    ...hang(`${say('event {n}', { n: seq })}  ${arrow} `, head, reportWidth - 3)
      .split('\n')
      .map((line) => paint(style, line)),
    ...showBytes(bytes, text, linesShown, say).map((line) => `    ${line}`),
  ];
}
