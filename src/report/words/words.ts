/** Small words and figures that several reports share: lists, durations, who did it, and where it stands. */
import type { Evidence } from '../../model/facts.ts';
import type { Plain, Say } from '../language/say.ts';
import { printable } from './text.ts';

/** Stands where nothing was asked, said or measured. */
export const nothing = '–';

/** What every reader is told first. */
export const tcp =
  'TCP is full-duplex below every version of HTTP: it carries bytes both ways at once. The question is what each use of HTTP makes of it.';

/** '1.2 s'; below a tenth of a second '85 ms'. */
export const duration = (milliseconds: number): string =>
  milliseconds > 0 && milliseconds < 100
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1000).toFixed(milliseconds === 0 ? 0 : 1)} s`;

/**
 * 'reuse, connection 1: client message 2; …': where to look. Within a question its name is left out.
 */
export function places(evidence: Evidence[], say: Say, within?: string): string {
  const byConnection = new Map<string, string[]>();
  for (const { question, connection, message, direction } of evidence) {
    const where =
      question === within
        ? say('connection {n}', { n: connection })
        : connectionOf(question, connection, say);
    const which = say(direction === 'c2s' ? 'client message {n}' : 'server message {n}', { n: message });
    byConnection.set(where, [...(byConnection.get(where) ?? []), which]);
  }
  return [...byConnection]
    .map(([where, messages]) => where + say(': ') + listed(messages, say))
    .join(say('; '));
}

/** 'reuse, connection 1' */
export const connectionOf = (question: string, connection: number, say: Say): string =>
  say('{Question}, connection {n}', { Question: printable(question), n: connection });

/** Such as the head of a table; an empty cell stays empty. */
export const eachSaid = (texts: readonly (Plain | '')[], say: Say): string[] =>
  texts.map((text) => (text === '' ? '' : say(text)));

/** What was said already, one after another. */
export const listed = (items: readonly string[], say: Say): string => items.join(say(', '));

/** 'HTTP/1.1 and WebSocket', as `Facts` has it. */
export const protocols = (names: string, say: Say): string =>
  names
    .split(' and ')
    .map((name) => say.data(name))
    .join(say(' and '));

/** How many there are of each, in the order in which they first come. */
export function countEach<Item>(items: readonly Item[]): Map<Item, number> {
  const counts = new Map<Item, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
