/**
 * Connections of which the capture does not hold the beginning wait here until their bytes tell who is the client, or
 * for so long that the ports must do. What waits is bounded, of one and of all.
 */
import type { Slice } from '../../model/slice.ts';
import type { Direction } from '../../model/trace.ts';
import type { Hint } from './hint.ts';
import { whoSpeaks } from './who-speaks.ts';

export interface Waiting {
  /** Bytes of this direction, in order. May end the waiting. */
  hear(direction: Direction, slice: Slice): void;
  /** By what is known so far. */
  decide(): void;
}

export interface WaitingRoom {
  /**
   * One more, whose `c2s` is what the ports say. `told` is called if its bytes tell, `guessed` if nothing but the ports
   * does, and then `ended`, with whether the ports were wrong.
   */
  begin(told: Ended, ended: Ended, guessed: () => void): Waiting;
}

type Ended = (isTurned: boolean) => void;

const bytesOfOne = 128 * 1024;
const bytesOfAll = 8 * 1024 * 1024;
const waitingAtMost = 1024;

export function createWaitingRoom(): WaitingRoom {
  /** In the order in which they began. */
  const all = new Set<Waiting>();
  let bytes = 0;

  function begin(told: Ended, ended: Ended, guessed: () => void): Waiting {
    const hints: Record<Direction, Hint | null> = { c2s: null, s2c: null };
    let length = 0;

    function end(isTurned: boolean): void {
      if (!all.delete(waiting)) return;
      bytes -= length;
      ended(isTurned);
    }

    const waiting: Waiting = {
      hear(direction, slice) {
        const hint = whoSpeaks(slice);
        if (hint !== null) hints[direction] ??= hint;
        if (hint?.isSure === true) {
          const isTurned = (hint.peer === 'client') !== (direction === 'c2s');
          told(isTurned);
          end(isTurned);
          return;
        }
        const size = slice.to - slice.from;
        length += size;
        bytes += size;
        if (length > bytesOfOne) waiting.decide();
        while (bytes > bytesOfAll || all.size > waitingAtMost) all.values().next().value?.decide();
      },
      decide() {
        const { c2s, s2c } = hints;
        if (all.has(waiting) && c2s?.peer === s2c?.peer) guessed();
        // What both say says nothing.
        const isTurned = c2s?.peer !== s2c?.peer && (c2s?.peer === 'server' || s2c?.peer === 'client');
        end(isTurned);
      },
    };
    all.add(waiting);
    return waiting;
  }

  return { begin };
}
