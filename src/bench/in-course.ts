/**
 * What a lab does beside what the bench waits for: a callback that throws, a promise that nobody awaits, `process.exit`.
 * It is told to the question in whose course it happened, and ends neither the program nor another lab.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { errorFor } from '../model/reason.ts';

const course = new AsyncLocalStorage<(error: unknown) => void>();

/** Runs it so that what goes astray in its course, then or later, is told to `astray`. */
export function inCourse<Result>(astray: (error: unknown) => void, run: () => Result): Result {
  watch();
  return course.run(astray, run);
}

let watching = false;

/** Once for the process: what goes astray may do so after its question has ended. */
function watch(): void {
  if (watching) return;
  watching = true;
  process.on('uncaughtException', toItsQuestion);
  const { exit } = process;
  process.exit = (...code) => {
    const astray = course.getStore();
    if (astray === undefined) return exit(...code);
    const called = errorFor('error.exit');
    astray(called);
    throw called;
  };
}

/** What is nobody's ends the program, as it would without us. */
function toItsQuestion(error: unknown): void {
  const astray = course.getStore();
  if (astray !== undefined) astray(error);
  else if (process.listenerCount('uncaughtException') === 1) {
    process.off('uncaughtException', toItsQuestion);
    setImmediate(() => {
      throw error;
    });
  }
}
