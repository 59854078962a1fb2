/** The signals with which a user, a terminal that is closed, and a supervisor end a program: what is known then is told. */
import type { Interruption } from '../bench/run-question.ts';
import { deferred } from '../model/deferred.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

export interface FirstSignal extends Interruption {
  came: Promise<'signal'>;
  /** What must not be left behind when the second has come. */
  second: () => void;
  forget(): void;
}

/** The first signal is told to whoever waits for it; the second ends the program at once, with exit code 130. */
export function firstSignal(): FirstSignal {
  const signal = deferred<'signal'>();
  let times = 0;
  const first: FirstSignal = {
    came: signal.promise,
    hasCome: () => times > 0,
    second() {},
    forget() {
      for (const name of signals) process.off(name, onSignal);
    },
  };
  const onSignal = () => {
    times += 1;
    if (times === 1) signal.resolve('signal');
    else {
      first.second();
      process.exit(130);
    }
  };
  for (const name of signals) process.on(name, onSignal);
  return first;
}

/** Does something that a signal interrupts. */
export async function untilSignal<T>(what: (interruption: Interruption) => Promise<T>): Promise<T> {
  const signal = firstSignal();
  try {
    return await what(signal);
  } finally {
    signal.forget();
  }
}
