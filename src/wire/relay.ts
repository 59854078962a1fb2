/**
 * One relayed connection. Faithful to TCP (RFC 9293 §3.6): FIN is passed on as FIN in its own direction, RST as RST,
 * and a reader that does not read makes the other side's writer wait. Bytes are recorded before they are passed on,
 * so whatever an endpoint does because of them comes later in the trace. What is withheld when bytes come the other way
 * has surely not reached their sender: that is recorded with them; of what was passed on nobody can tell.
 */
import type { Socket } from 'node:net';
import { type Direction, ofDirection, opposite } from '../model/trace.ts';
import type { Recorder } from './recorder.ts';
import { tcpBeneath } from './tls.ts';
import type { Watch, Withholdings } from './withholding.ts';

export interface RelayOptions {
  recorder: Recorder;
  connection: number;
  client: Socket;
  server: Socket;
  /** What may withhold a direction. */
  withholdings?: Pick<Withholdings, 'any' | 'watch'>;
}

/** What reading and what writing say once the peer's RST has come. */
const meansReset = ['ECONNRESET', 'EPIPE'];

/**
 * Sends RST. Node cannot, and loses the socket for good, while a FIN is on its way into the kernel: then the FIN goes
 * first. TLS has no RST, so it is sent beneath it; nor has a Unix-domain socket: there it is closed.
 */
export function sendReset(socket: Socket): void {
  const finOnItsWay = socket.writableEnded && !socket.writableFinished && socket.writableLength === 0;
  if (finOnItsWay && !socket.destroyed) socket.once('finish', () => sendReset(socket));
  else {
    try {
      tcpBeneath(socket).resetAndDestroy();
    } catch {
      socket.destroy();
    }
  }
}

const nothing = Buffer.alloc(0);

/** A TCP socket that would write now: not after our FIN, nor behind bytes that its peer does not read. */
const canProbe = (socket: Socket) =>
  socket.writable && socket.writableLength === 0 && socket.localAddress !== undefined;

/** What the client had said before it left, and that it did. */
function passReset({ recorder, connection, client, server }: RelayOptions): void {
  server.on('close', () => recorder.record({ type: 'close', connection }));
  const bytes: Buffer | null = client.read();
  if (bytes !== null) recorder.record({ type: 'bytes', connection, direction: 'c2s', bytes });
  recorder.record({ type: 'reset', connection, direction: 'c2s' });
  server.write(bytes ?? nothing, () => sendReset(server));
}

/**
 * Starts to relay between two connected, paused sockets that allow half-open. The client may have reset its connection
 * while the server was being reached.
 */
export function relay(options: RelayOptions): void {
  const { recorder, connection, client, server, withholdings } = options;
  if (client.destroyed) {
    passReset(options);
    return;
  }
  const sockets = { c2s: client, s2c: server };
  const watching: Record<Direction, Watch | null> = { c2s: null, s2c: null };
  let broken = false;
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
    // Withholding may be asked for while the connection is already open.
    const watched = () => {
      if (ofDirection(watching, direction)?.over()) watching[direction] = null;
      if (ofDirection(watching, direction) === null && withholdings?.any())
        watching[direction] = withholdings.watch(direction, (kept) => {
          write(kept);
          if (finished) finish();
        });
      return ofDirection(watching, direction);
    };

    from.on('data', (bytes: Buffer) => {
      if (broken) return;
      const underWay = ofDirection(watching, opposite(direction))?.kept() ?? 0;
      if (underWay > 0) recorder.record({ type: 'bytes', connection, direction, bytes, underWay });
      else recorder.record({ type: 'bytes', connection, direction, bytes });
      write(watched()?.pass(bytes) ?? bytes);
    });
    const end = () => {
      if (broken) return;
      finished = true;
      recorder.record({ type: 'end', connection, direction });
      if (!watched()?.withholds()) finish();
    };
    from.on('end', () => {
      // Libuv tells RST as an end when bytes are read together with it. Writing nothing brings the error to light.
      if (canProbe(from)) from.write(nothing, (error) => error ?? end());
      else end();
    });
    from.on('error', ({ code = 'ERROR' }: NodeJS.ErrnoException) => {
      if (broken) return;
      broken = true;
      recorder.record(
        meansReset.includes(code)
          ? { type: 'reset', connection, direction }
          : { type: 'error', connection, code },
      );
      sendReset(to);
    });
    from.on('close', () => {
      if (--open === 0) recorder.record({ type: 'close', connection });
    });
  }
  client.resume();
  server.resume();
}
