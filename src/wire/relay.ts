/**
 * One relayed connection. Faithful to TCP (RFC 9293 §3.6): FIN is passed on as FIN in its own direction, RST as RST,
 * and a reader that does not read makes the other side's writer wait. Bytes are recorded before they are passed on,
 * so whatever an endpoint does because of them comes later in the trace.
 */
import type { Socket } from 'node:net';
import { type Direction, opposite } from '../model/trace.ts';
import type { Holding } from './hold.ts';
import type { Recorder } from './recorder.ts';

export interface RelayOptions {
  recorder: Recorder;
  connection: number;
  client: Socket;
  server: Socket;
  /** A hold that watches one direction, if there is one. */
  watch?: (direction: Direction, resume: (kept: Buffer) => void) => Holding | null;
}

/** Starts to relay between two connected, paused sockets that allow half-open. */
export function relay({ recorder, connection, client, server, watch }: RelayOptions): void {
  const sockets = { c2s: client, s2c: server };
  let reset = false;
  let open = 2;

  for (const direction of ['c2s', 's2c'] as const) {
    const from = sockets[direction];
    const to = sockets[opposite(direction)];
    let finished = false;

    const write = (bytes: Buffer) => {
      if (bytes.length === 0 || to.destroyed || !to.writable) return;
      if (!to.write(bytes)) {
        from.pause();
        to.once('drain', () => from.resume());
      }
    };
    const finish = () => {
      if (!to.destroyed) to.end();
    };
    const holding = watch?.(direction, (kept) => {
      write(kept);
      if (finished) finish();
    });

    from.on('data', (bytes: Buffer) => {
      recorder.record({ type: 'bytes', connection, direction, bytes });
      write(holding ? holding.pass(bytes) : bytes);
    });
    from.on('end', () => {
      finished = true;
      recorder.record({ type: 'end', connection, direction });
      if (!holding?.holds()) finish();
    });
    // Any error of a socket means that its peer can no longer be talked to: on loopback a reset, by whom it is.
    from.on('error', () => {
      if (reset) return;
      reset = true;
      recorder.record({ type: 'reset', connection, direction });
      to.resetAndDestroy();
    });
    from.on('close', () => {
      if (--open === 0) recorder.record({ type: 'close', connection });
    });
  }
  client.resume();
  server.resume();
}
