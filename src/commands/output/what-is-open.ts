/**
 * A lab's script may leave a timer or a server open, and Node then waits for it without an end. Once everything is printed
 * and written the program says so and ends; where nothing is open it has ended before.
 */
import { complain } from './output.ts';

/** What else Node waits for by then ends by itself within this time. */
const patienceMilliseconds = 2000;

/** It keeps nothing waiting itself. */
export function endThoughOpen(): void {
  setTimeout(() => {
    if (process.stdout.writableLength + process.stderr.writableLength > 0) {
      endThoughOpen();
      return;
    }
    const kinds = new Set(process.getActiveResourcesInfo());
    const open = names.flatMap(([kind, name]) => (kinds.has(kind) ? [name] : []));
    complain(
      `something that a lab opened is still open${open.length > 0 ? ` (${open.join(', ')})` : ''}: close it before the script ends, or hand it to scope.defer`,
    );
    process.exit();
  }, patienceMilliseconds).unref();
}

/** As Node calls them. */
const names = [
  ['Timeout', 'a timer'],
  ['TCPServerWrap', 'a server'],
  ['TCPSocketWrap', 'a connection'],
  ['UDPWrap', 'a UDP socket'],
  ['ProcessWrap', 'a program'],
] as const;
