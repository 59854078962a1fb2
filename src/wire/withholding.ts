/**
 * A gate in the tap: from the last byte of a given text on, a direction is recorded as it arrives but not
 * passed on until the gate is released. It acts on the first connection in which the text is seen from then on,
 * whether that is open already or not. It acts on one direction, and a direction is withheld by one at a time.
 */
import { deferred } from '../model/deferred.ts';
import type { Direction } from '../model/trace.ts';

/** What the relay asks of it for one direction of one connection. */
export interface Watch {
  /** Called with bytes just recorded: those that may be passed on now. The rest is kept. */
  pass(bytes: Buffer): Buffer;
  /** Whether what follows (bytes, FIN) must wait. */
  withholds(): boolean;
  /** How many bytes are kept at present. */
  kept(): number;
  /** Whether it was released, so that another may take its place. */
  over(): boolean;
}

export interface WithholdRequest {
  direction: Direction;
  /** ASCII text; its last byte is the first that is withheld. Empty: every byte from now on. */
  text: string;
  /** The last byte of the text passes, too: what is withheld comes after it, and be it FIN alone. */
  isAfter?: boolean;
}

export interface Withholding {
  request: WithholdRequest;
  /** For one direction of one connection, to be asked for every chunk in its order. */
  watch(resume: (kept: Buffer) => void): Watch;
  /** Lets everything pass. */
  release(): void;
}

export interface Withheld {
  /** Resolves when the text was seen and its last byte is being withheld. */
  begun: Promise<void>;
  release(): Promise<void>;
}

/** All that one tap is asked to withhold. */
export interface Withholdings {
  /** Whether anything is asked for that was not released. */
  any(): boolean;
  withhold(request: WithholdRequest): Withheld;
  /** What watches this direction of a connection at present, if anything does. */
  watch(direction: Direction, resume: (kept: Buffer) => void): Watch | null;
}

export function createWithholdings(): Withholdings {
  const all: Withholding[] = [];
  return {
    any: () => all.length > 0,
    withhold(request) {
      const begun = deferred();
      const state = createWithholding(request, begun.resolve);
      all.push(state);
      return {
        begun: begun.promise,
        async release() {
          if (all.includes(state)) all.splice(all.indexOf(state), 1);
          state.release();
        },
      };
    },
    watch: (direction, resume) =>
      all.find(({ request }) => request.direction === direction)?.watch(resume) ?? null,
  };
}

export function createWithholding(request: WithholdRequest, onBegun: () => void): Withholding {
  const text = Buffer.from(request.text, 'latin1');
  let taken = false;
  let released = false;
  let resumeWithheld: (() => void) | null = null;
  return {
    request,
    watch(resume) {
      let tail = Buffer.alloc(0);
      let kept: Buffer[] | null = null;
      return {
        withholds: () => kept !== null && !released,
        kept: () => kept?.reduce((sum, { length }) => sum + length, 0) ?? 0,
        over: () => released,
        pass(bytes) {
          if (released) return bytes;
          if (kept) {
            kept.push(bytes);
            return bytes.subarray(0, 0);
          }
          if (taken) return bytes;
          const joined = Buffer.concat([tail, bytes]);
          const found = text.length === 0 ? tail.length + 1 : joined.indexOf(text);
          if (found < 0) {
            tail = joined.subarray(Math.max(0, joined.length - text.length + 1));
            return bytes;
          }
          taken = true;
          const passed = found + text.length - (request.isAfter ? 0 : 1) - tail.length;
          kept = [bytes.subarray(passed)];
          resumeWithheld = () => {
            const bytes = Buffer.concat(kept ?? []);
            kept = null;
            resume(bytes);
          };
          onBegun();
          return bytes.subarray(0, passed);
        },
      };
    },
    release() {
      if (released) return;
      released = true;
      resumeWithheld?.();
      resumeWithheld = null;
    },
  };
}
