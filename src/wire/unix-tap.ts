/** A recording relay in front of a Unix-domain stream socket: the same relay, and no address but a path. */
import { connect, createServer, type Socket } from 'node:net';
import { listenOnPath } from './address.ts';
import type { Recorder } from './recorder.ts';
import { relay } from './relay.ts';
import { createWithholdings, type Withheld, type WithholdRequest } from './withholding.ts';

export interface UnixTap {
  /** The path to connect to: that of the server with `.tap` after it. */
  path: string;
  /** Withholds a direction from the last byte of a text on; see `withholding.ts`. */
  withhold(request: WithholdRequest): Withheld;
  close(): Promise<void>;
}

/** Rejects with the system's error if the path cannot be listened on (EADDRINUSE where it exists). */
export async function openUnixTap(path: string, recorder: Recorder): Promise<UnixTap> {
  const tapped = `${path}.tap`;
  const sockets = new Set<Socket>();
  const withholdings = createWithholdings();
  // Nobody has an address there: as at the door of a TCP tap, all are taken for one.
  const client = recorder.client();
  const listening = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (accepted) => {
    const connection = recorder.connection();
    const server = connect({ path, allowHalfOpen: true });
    server.pause();
    for (const socket of [accepted, server]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    recorder.record({
      type: 'open',
      connection,
      transport: 'unix',
      front: { client: { path: '' }, tap: { path: tapped } },
      back: { tap: null, server: { path } },
      client,
      control: false,
    });
    const lost = (error: NodeJS.ErrnoException) => {
      recorder.record({ type: 'error', connection, code: error.code ?? error.message });
      accepted.destroy();
      recorder.record({ type: 'close', connection });
    };
    server.once('error', lost);
    server.once('connect', () => {
      server.off('error', lost);
      relay({ recorder, connection, client: accepted, server, withholdings });
    });
  });
  await listenOnPath(listening, tapped);
  return {
    path: tapped,
    withhold: withholdings.withhold,
    async close() {
      const closed = new Promise((resolve) => listening.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
