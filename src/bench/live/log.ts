/**
 * What was told, with an id each, as a stream of server-sent events (HTML Living Standard §9.2). Who comes back with
 * the last id that it has is told what came after it; of what is too long ago, or was told by another run, nothing is
 * known here, and a snapshot must do.
 */
import type { LiveEvent } from '../../report/page/live/shapes.ts';

export function createLiveLog(
  run: string,
  limits: LogLimits = { events: 20_000, characters: 4_000_000 },
): LiveLog {
  /** Those before `from` are let go. */
  let kept: string[] = [];
  let from = 0;
  let first = 1;
  let characters = 0;

  const last = () => first + kept.length - from - 1;

  const spell = (place: number, event: LiveEvent): string =>
    `id: ${run}-${place}\ndata: ${JSON.stringify(event)}\n\n`;

  return {
    last,
    add(event) {
      const text = spell(last() + 1, event);
      kept.push(text);
      characters += text.length;
      while (
        kept.length - from > limits.events ||
        (characters > limits.characters && kept.length - from > 1)
      ) {
        characters -= kept[from]?.length ?? 0;
        kept[from] = '';
        from += 1;
        first += 1;
      }
      if (from > limits.events) {
        kept = kept.slice(from);
        from = 0;
      }
    },
    placeOf(id) {
      const parts = /^([0-9a-f]+)-(\d{1,15})$/.exec(id ?? '');
      const place = Number(parts?.[2]);
      return parts?.[1] === run && place <= last() ? place : null;
    },
    after(place, most) {
      if (place + 1 < first) return null;
      let text = '';
      let at = place;
      while (at < last() && text.length < most) {
        text += kept[from + at + 1 - first] ?? '';
        at += 1;
      }
      return { text, place: at };
    },
    snapshot: (event) => spell(last(), event),
  };
}

export interface LogLimits {
  events: number;
  characters: number;
}

export interface LiveLog {
  add(event: LiveEvent): void;
  /** Place of the newest, from 1; 0 while there is none. */
  last(): number;
  /** Place of the event of this id; null where it is none of this run. */
  placeOf(id: string | undefined): number | null;
  /** About `most` characters of what came after this place, and the place up to which; null where it is not kept any more. */
  after(place: number, most: number): { text: string; place: number } | null;
  /** An event that stands for all up to now. */
  snapshot(event: LiveEvent): string;
}
