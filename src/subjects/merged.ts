/** What a script does with the tap: wait for bytes to pass, or let several writes arrive as one piece. */
import { note } from '../model/scripts/note.ts';
import type { Direction, TraceEvent } from '../model/trace.ts';
import type { Tap } from '../wire/tap.ts';
import type { Stage } from './stage.ts';

/** Sends while the tap withholds, so that what was written in pieces arrives as one. */
export async function merged(
  stage: Stage,
  tap: Tap,
  messages: number,
  send: (expected: (bytes: number) => Promise<TraceEvent>) => Promise<void>,
): Promise<void> {
  const withheld = tap.withhold({ direction: 'c2s', text: '' });
  // The mark comes back when the tap withholds.
  await stage.mark(note('messages sent', { messages }));
  await send(bytesToCome(stage, 'c2s'));
  await withheld.release();
}

/** From now on: resolves when the tap has seen so many bytes in this direction. */
export function bytesToCome(
  { trace, seen }: Pick<Stage, 'trace' | 'seen'>,
  direction: Direction,
): (expected: number) => Promise<TraceEvent> {
  const from = trace.length;
  return (expected) => {
    let bytes = 0;
    return seen((event) => {
      if (event.type === 'bytes' && event.direction === direction && trace.indexOf(event) >= from)
        bytes += event.bytes.length;
      return bytes >= expected;
    });
  };
}

/** Resolves when the tap has seen the text pass in this direction. */
export function passed(stage: Stage, direction: Direction, text: string): Promise<TraceEvent> {
  let all = '';
  return stage.seen((event) => {
    if (event.type !== 'bytes' || event.direction !== direction) return false;
    all += Buffer.from(event.bytes).toString('latin1');
    return all.includes(text);
  });
}
