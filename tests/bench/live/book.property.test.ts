/** Whatever happens, who followed the changes and who comes new see the same. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLiveBook } from '../../../src/bench/live/book.ts';
import type { Message } from '../../../src/model/message.ts';
import { english } from '../../../src/report/language/say.ts';
import { nothingYet } from '../../../src/report/page/live/fold.ts';
import { both, end, message, open } from './pages.ts';

/** What may happen, of which some makes no sense at that moment and is left out. */
const steps = fc.array(
  fc.record({
    what: fc.constantFrom('open', 'begin', 'begin', 'begin', 'end', 'withdraw', 'control', 'close', 'tell'),
    pick: fc.nat(1000),
  }),
  { maxLength: 300, size: 'max' },
);

it('a page that was told in changes shows the same as one that comes new, whatever happened', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const book = createLiveBook({ connections: 4, items: 40, each: 5 }, english);
      const state = nothingYet();
      const lines: { connection: number; ordinals: number; messages: Message[] }[] = [];
      let seq = 0;
      for (const { what, pick } of all) {
        seq += 1;
        const line = lines[pick % Math.max(1, lines.length)];
        if (what === 'open') {
          const connection = lines.length + 1;
          lines.push({ connection, ordinals: 0, messages: [] });
          book.witness.event?.(open(connection, seq));
        } else if (what === 'tell') both(book, state);
        else if (line === undefined) continue;
        else if (what === 'close')
          book.witness.event?.({ type: 'close', seq, at: seq, connection: line.connection });
        else if (what === 'begin') {
          line.ordinals += 1;
          const one = message(line.connection, 's2c', line.ordinals);
          line.messages.push(one);
          book.witness.begun?.(one);
        } else if (what === 'control')
          book.witness.control?.({
            ...{ seq, at: seq, connection: line.connection, direction: 'c2s' },
            ...{ what: 'PING', detail: {}, from: 0, to: 1 },
          });
        else {
          const [one] = line.messages.splice(pick % Math.max(1, line.messages.length), 1);
          if (one && what === 'end') book.witness.ended?.(end(one, seq));
          else if (one) book.witness.withdrawn?.(one);
        }
      }
      const { followed, present } = both(book, state);
      expect(followed).toEqual(present);
      expect(state.forgotten).toBe(book.counts().forgotten);
    }),
    { numRuns: 300 },
  );
});
