/**
 * A picture of one connection in one line: a mark for each change in what is under way, in the tap's order and not
 * to scale. src/README.md, "Words".
 */

import type { Message } from '../../model/message.ts';
import { clientLeft, senderOf } from '../../model/trace.ts';
import type { ConnectionTranscript } from '../../model/transcript.ts';
import type { Say } from '../language/say.ts';
import { printable } from './text.ts';

export const stripLegend = [
  '▶ client speaks   ◀ server speaks   ⇄ both at once   · idle between exchanges',
  '■ closed, and who closed first; each mark is a change, so its width says nothing of time',
] as const;

const longest = 80;

/** Such as '▶◀·▶◀■ server'. */
export function strip(connection: ConnectionTranscript, say: Say): string {
  const { messages, error } = connection;
  const [firstEnd] = connection.ends;
  const marks: string[] = messages.length === 0 ? bytesOf(connection) : [];
  const under: Record<Message['direction'], number> = { c2s: 0, s2c: 0 };
  let shown = '';
  let idle = false;
  for (const change of changes(connection)) {
    if (change.what === 'closed') {
      marks.push('■');
      continue;
    }
    under[change.message.direction] += change.what === 'begun' ? 1 : -1;
    const now = under.c2s > 0 ? (under.s2c > 0 ? '⇄' : '▶') : under.s2c > 0 ? '◀' : '';
    if (change.what === 'begun' && idle && now !== '⇄' && atRest(messages, change.message)) marks.push('·');
    if (now !== '' && (now !== shown || change.what === 'begun')) marks.push(now);
    shown = now;
    idle = now === '';
  }
  const picture =
    marks.length > longest
      ? `${marks.slice(0, longest).join('')}… ${say('({n} marks)', { n: marks.length })}`
      : marks.join('');
  const by = firstEnd ? ` ${say(senderOf(firstEnd.direction))}${firstEnd.how === 'RST' ? ' (RST)' : ''}` : '';
  const failed = error === null ? null : failureWords(error, say);
  const words = [failed, opaqueWords(connection, say), proxyWords(connection, say)].flatMap((said) =>
    said === null ? [] : [` (${said})`],
  );
  return [picture === '' ? say('(no message)') : picture, by, ...words].join('');
}

/** What kept the tap from its work on a connection, by its code. */
export const failureWords = (code: string, say: Say): string =>
  code === clientLeft
    ? say('the client left before its server was reached')
    : say('the tap failed: {Code}', { Code: printable(code) });

/** Where nothing is read, who sent, at each change of it. */
const bytesOf = ({ opaque, passed }: ConnectionTranscript): string[] =>
  opaque === undefined ? [] : (passed?.turns ?? []).map((direction) => (direction === 'c2s' ? '▶' : '◀'));

/** Why there are no messages, or no more, and how many bytes there were; null where all is read. */
export function opaqueWords({ opaque, passed }: ConnectionTranscript, say: Say): string | null {
  if (opaque === undefined) return null;
  const bytes = say('{n} byte(s) from the client, {m} byte(s) from the server', {
    n: passed?.bytes.c2s ?? 0,
    m: passed?.bytes.s2c ?? 0,
  });
  return say(opaqueSaid[opaque], { bytes });
}

const opaqueSaid = {
  unknown: 'the protocol is not known, so there are no messages: {bytes}',
  encrypted: 'encrypted, so there are no messages: {bytes}',
  tunnel: 'what the tunnel carried is not known; altogether {bytes}',
} as const;

/** What a header of the PROXY protocol said before the client's own bytes; null where there was none. */
export function proxyWords({ controls }: ConnectionTranscript, say: Say): string | null {
  const detail = controls.find(({ what }) => what === 'PROXY')?.detail;
  if (detail === undefined) return null;
  const { version: n, source, destination, command, family, more } = detail;
  const named =
    source === undefined
      ? printable(String(command === 'LOCAL' ? command : family), 20)
      : say('{Source} to {Destination}', {
          Source: printable(String(source), 120),
          Destination: printable(String(destination), 120),
        });
  const rest = more === undefined ? '' : say(', with {More}', { More: printable(String(more), 120) });
  return (
    say('behind a proxy, whose PROXY header of version {n} says {named}', { n: Number(n), named }) + rest
  );
}

type Change = { seq: number; order: number } & (
  | { what: 'begun' | 'ended'; message: Message }
  | { what: 'closed' }
);

/** Beginnings and ends in order; within one event by offset, an end before a beginning at the same place. */
function changes({ messages, ends }: ConnectionTranscript): Change[] {
  const all: Change[] = messages.flatMap((message) => {
    const { begin, end, from, to } = message;
    const begun: Change = { what: 'begun', message, seq: begin.seq, order: from };
    return end ? [begun, { what: 'ended', message, seq: end.seq, order: to }] : [begun];
  });
  const [first] = ends;
  if (first) all.push({ what: 'closed', seq: first.seq, order: Number.POSITIVE_INFINITY });
  const endsFirst = ({ what }: Change) => (what === 'begun' ? 1 : 0);
  return all.sort((a, b) => a.seq - b.seq || a.order - b.order || endsFirst(a) - endsFirst(b));
}

/** Whether everything before this message was answered: the line has been idle, and is used again. */
function atRest(messages: Message[], next: Message): boolean {
  const before = messages.filter(
    ({ begin, from }) => begin.seq < next.begin.seq || (begin.seq === next.begin.seq && from < next.from),
  );
  if (turns.has(next.kind)) return before.at(-1)?.direction === 's2c' && next.direction === 'c2s';
  const answered = new Set(before.filter(({ kind }) => kind === 'response').map(({ exchange }) => exchange));
  return before.every(({ kind, exchange }) => kind !== 'request' || answered.has(exchange));
}

/** Kinds of message that no exchange number binds together. */
const turns: ReadonlySet<Message['kind']> = new Set(['websocket', 'record', 'datagram']);
