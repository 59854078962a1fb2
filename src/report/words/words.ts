/** Small words and figures that several reports share: short forms, counts with their units, who did it. */
import type { Evidence } from '../../model/facts.ts';
import type { Direction } from '../../model/trace.ts';
import type { Mode, Verdict } from '../../model/verdict.ts';
import type { Say } from '../language/say.ts';
import type { Look, Style } from '../look.ts';
import { printable } from './text.ts';

/** Stands where nothing was asked, said or measured. */
export const nothing = '–';

export const shortMode: Record<Verdict['mode'], string> = {
  simplex: 'simplex',
  'half-duplex': 'half',
  'full-duplex': 'full',
  inconclusive: '?',
};

const modeStyle: Record<Verdict['mode'], Style> = {
  simplex: 'yellow',
  'half-duplex': 'cyan',
  'full-duplex': 'green',
  inconclusive: 'dim',
};

export const paintMode = ({ paint, say }: Look, mode: Verdict['mode'], text: string = mode): string =>
  paint(modeStyle[mode], say(text));

/** '1 connection', '5 connections' */
export const count = (figure: number, one: string, many = `${one}s`): string =>
  `${figure} ${figure === 1 ? one : many}`;

/** '1.2 s'; below a tenth of a second '85 ms'. */
export const duration = (milliseconds: number): string =>
  milliseconds > 0 && milliseconds < 100
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1000).toFixed(milliseconds === 0 ? 0 : 1)} s`;

export const sender = (direction: Direction): 'client' | 'server' =>
  direction === 'c2s' ? 'client' : 'server';

/**
 * 'reuse, connection 1: client message 2; …': where to look. Within a question its name is left out.
 */
export function places(evidence: Evidence[], say: Say, within?: string): string {
  const lines = new Map<string, string[]>();
  for (const { question, connection, message, direction } of evidence) {
    const asked = question === within ? '' : `${printable(question)}, `;
    const line = say(`${asked}connection ${connection}`);
    lines.set(line, [...(lines.get(line) ?? []), say(`${sender(direction)} message ${message}`)]);
  }
  return [...lines].map(([line, messages]) => line + say(': ') + listed(messages, say)).join(say('; '));
}

/** What was said already, one after another. */
export const listed = (items: readonly string[], say: Say): string => items.join(say(', '));

/** 'HTTP/1.1 and WebSocket', as `Facts` has it. */
export const protocols = (names: string, say: Say): string =>
  names
    .split(' and ')
    .map((text) => say(text))
    .join(say(' and '));

export type Holds = 'yes' | 'no' | '?' | typeof nothing;

/** The textbook speaks of the conversation, in ordinary use. */
export function holds(says: Mode | null, conversation: Verdict | undefined): Holds {
  if (says === null || !conversation) return nothing;
  if (conversation.mode === 'inconclusive') return '?';
  return conversation.mode === says ? 'yes' : 'no';
}
