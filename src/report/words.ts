/** Small words and figures that several reports share: short forms, counts with their units, who did it. */
import type { Evidence } from '../model/facts.ts';
import type { Direction } from '../model/trace.ts';
import type { Mode, Verdict } from '../model/verdict.ts';
import type { Paint, Style } from './lab-report.ts';
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

export const paintMode = (paint: Paint, mode: Verdict['mode'], text: string = mode): string =>
  paint(modeStyle[mode], text);

/** '1 connection', '5 connections' */
export const count = (figure: number, one: string, many = `${one}s`): string =>
  `${figure} ${figure === 1 ? one : many}`;

/** '1.2 s'; below a tenth of a second '85 ms'. */
export const duration = (milliseconds: number): string =>
  milliseconds < 100 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

export const sender = (direction: Direction): 'client' | 'server' =>
  direction === 'c2s' ? 'client' : 'server';

/** 'client message 2 on connection 1 of reuse' */
export const place = ({ question, connection, message, direction }: Evidence): string =>
  `${sender(direction)} message ${message} on connection ${connection} of ${printable(question)}`;

export type Holds = 'yes' | 'no' | '?' | typeof nothing;

/** The textbook speaks of the conversation, in ordinary use. */
export function holds(says: Mode | null, conversation: Verdict | undefined): Holds {
  if (says === null || !conversation) return nothing;
  if (conversation.mode === 'inconclusive') return '?';
  return conversation.mode === says ? 'yes' : 'no';
}
