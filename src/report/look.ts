/** How a report looks to its reader. The caller decides about colour; the report never asks. */
import type { Say } from './language/say.ts';

/** In which colours, and in which language. */
export interface Look {
  paint: Paint;
  say: Say;
}

/** Gives the text back as it is when colour is off. */
export type Paint = (style: Style, text: string) => string;

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** No line of a summary is wider: what a terminal of the usual width shows without breaking lines. */
export const reportWidth = 100;
