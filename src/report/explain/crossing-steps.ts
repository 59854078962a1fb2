/**
 * How two messages crossed, piece by piece: which bytes were under way when the other side sent, and how that is known.
 * On the bench the tap withheld them; in a capture the segment does not acknowledge them (RFC 9293 §3.4).
 */
import type { Message } from '../../model/message.ts';
import type { LabReport } from '../../model/report.ts';
import type { Transcript } from '../../model/transcript.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { Say } from '../language/say.ts';
import { type Look, reportWidth } from '../look.ts';
import { crossingsOf, ownBytes } from '../words/crossings.ts';
import { hang } from '../words/text.ts';
import { findMessage } from './decisive.ts';

const shown = 4;

/** Nothing for a verdict that rests on something else. */
export function crossingSteps(report: LabReport, { reason, evidence }: Verdict, look: Look): string[] {
  if (reason.id !== 'verdict.crossing' && reason.id !== 'verdict.crossing-across') return [];
  const [spot] = evidence;
  const messages = evidence.flatMap((one) => findMessage(report, one) ?? []);
  const transcript = report.transcripts.find(({ question }) => question === spot?.question);
  const line = transcript?.connections.find(({ connection }) => connection === spot?.connection);
  if (!transcript || !line || messages.length === 0) return [];
  const { say } = look;
  const pairs = crossingsOf(line).flatMap(({ piece, otherFrom, otherTo, others }) =>
    others.flatMap((other): Pair[] => {
      const [from, to] = [Math.max(other.from, otherFrom), Math.min(other.to, otherTo)];
      const late = ownerOf(messages, piece.direction, (one) => ownBytes(one, line, piece.from, piece.to));
      const early = ownerOf(messages, other.direction, (one) => ownBytes(one, line, from, to));
      return late && early
        ? [{ late: { ...late, seq: piece.seq }, early: { ...early, seq: other.seq } }]
        : [];
    }),
  );
  if (pairs.length === 0) return [];
  const left = pairs.length - shown;
  const how = isWithheld(transcript) ? 'withheld' : 'unacknowledged';
  return [
    '',
    say('How they crossed, each piece of bytes with its place in the order that the tap saw'),
    ...pairs.slice(0, shown).flatMap((pair) => pairLines(pair, how, say)),
    ...(left > 0 ? [say('… and {n} more pieces', { n: left })] : []),
    ...hang(
      '→ ',
      say('Neither can have been sent because of the other: its sender had not received it.'),
      reportWidth - 3,
    ).split('\n'),
  ];
}

/** Marks are the bench's alone. */
const isWithheld = ({ marks }: Transcript): boolean => marks.some(({ mark }) => mark === 'gate closed');

interface Part {
  message: Message;
  bytes: number;
  seq: number;
}

interface Pair {
  early: Part;
  late: Part;
}

function ownerOf(
  messages: Message[],
  direction: Message['direction'],
  count: (message: Message) => number,
): Omit<Part, 'seq'> | null {
  for (const message of messages) {
    const bytes = message.direction === direction ? count(message) : 0;
    if (bytes > 0) return { message, bytes };
  }
  return null;
}

function pairLines({ early, late }: Pair, how: 'withheld' | 'unacknowledged', say: Say): string[] {
  const { bytes: n, seq: m } = early;
  const why =
    how === 'withheld'
      ? say(
          late.message.direction === 's2c'
            ? 'sent while the tap withheld the {n} byte(s) of event {m} from the server'
            : 'sent while the tap withheld the {n} byte(s) of event {m} from the client',
          { n, m },
        )
      : say('its segment does not acknowledge the {n} byte(s) of event {m}', { n, m });
  return [...partLines(early, '', say), ...partLines(late, why, say)];
}

function partLines({ message, bytes, seq }: Part, why: string, say: Say): string[] {
  const isClient = message.direction === 'c2s';
  const of = say(isClient ? 'client message {n}' : 'server message {n}', { n: message.ordinal });
  const head = say('{n} byte(s) of {message}', { n: bytes, message: of });
  const text = why === '' ? head : head + say(': ') + why;
  const start = `${say('event {n}', { n: seq })}  ${isClient ? '▶' : '◀'} `;
  return hang(start, text, reportWidth - 3).split('\n');
}
