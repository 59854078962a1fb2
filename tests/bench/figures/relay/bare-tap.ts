/** The tap with a listener that does nothing. */
import { openTap } from '../../../../src/wire/tap.ts';

const [from, to] = process.argv.slice(2).map(Number);

await openTap({
  to: { host: '127.0.0.1', port: to ?? 0 },
  at: { host: '127.0.0.1', port: from ?? 0 },
  listener() {},
});
