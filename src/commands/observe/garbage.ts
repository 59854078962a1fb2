/**
 * What passes is garbage as soon as it has been passed on. V8 does not know that, and takes much memory, or much time, to
 * find out.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * The first thousands of messages that nobody answers are kept. V8 concludes that all others will be, too, and puts
 * them where it collects late: hundreds of megabytes of what was only counted.
 *
 * It also lets 32 MB of what sockets have read come together before it looks at the youngest, and then finds that there is
 * far more than this small program needs, and looks at everything, again and again: half of the time of a large body.
 * To look at the youngest sooner costs next to nothing. Gives what is told of bytes that have passed.
 */
export function keepGarbageYoung(): (bytes: number) => void {
  setFlagsFromString('--no-allocation-site-pretenuring');
  setFlagsFromString('--expose-gc');
  const collect: Collect = runInNewContext('gc');
  let passed = 0;
  return (bytes) => {
    passed += bytes;
    if (passed < passedAtMost) return;
    passed = 0;
    collect({ type: 'minor' });
  };
}

/** V8's own: of the youngest alone. */
type Collect = (what: { type: 'minor' }) => void;

const passedAtMost = 8 * 1024 * 1024;
