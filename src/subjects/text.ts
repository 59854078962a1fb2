/** Text that arrives in pieces, and whoever waits for a part of it. Handlers and clients read content with it. */

import { deferred } from '../model/deferred.ts';
import { errorFor, reason } from '../model/reason.ts';

export interface ArrivingText {
  add(chunk: string): void;
  end(): void;
  fail(error: Error): void;
  /** Resolves once the text so far contains the part; rejects if it ends or fails without it. */
  contains(part: string): Promise<void>;
  /** The whole text; rejects if it fails. */
  whole: Promise<string>;
  soFar(): string;
}

export function createArrivingText(): ArrivingText {
  let text = '';
  let over: Error | true | null = null;
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const check of waiting) check();
  };
  const whole = deferred<string>();
  whole.promise.catch(() => {}); // Whoever wants to know awaits it; nobody has to.
  return {
    whole: whole.promise,
    soFar: () => text,
    add(chunk) {
      text += chunk;
      wake();
    },
    end() {
      if (over) return;
      over = true;
      whole.resolve(text);
      wake();
    },
    fail(error) {
      if (over) return;
      over = error;
      whole.reject(error);
      wake();
    },
    contains(part) {
      return new Promise((resolve, reject) => {
        const check = () => {
          if (text.includes(part)) resolve();
          else if (over)
            reject(over === true ? errorFor(reason('error.text-missing', { Text: part })) : over);
          else return;
          waiting.delete(check);
        };
        waiting.add(check);
        check();
      });
    },
  };
}
