/** What a script notes in the trace for whoever judges it later: a mark with figures. */
import type { MarkEvent } from '../trace.ts';

/** How many exchanges a script asks for, one after another; the figure is `exchanges`. */
export const exchangesAsked = 'exchanges asked';

/** How many graces must pass before silence counts as a refusal for sure. */
export const confirmation = 4;

export const note = (of: string, figures?: Record<string, number>) =>
  ({ type: 'mark', mark: 'noted', of, ...(figures ? { figures } : {}) }) as const;

/** A figure of the first mark of this name; undefined where it was not noted. */
export const figureOf = (
  { marks }: { marks: readonly MarkEvent[] },
  of: string,
  figure: string,
): number | undefined => marks.find((mark) => mark.of === of)?.figures?.[figure];
