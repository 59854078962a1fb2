/**
 * The tap: a recording TCP relay between a client and a server, and the only place where the bytes of the wire
 * are seen. Further doors lead to the same server: one for the bench's control exchanges, whose connections are recorded
 * as such, and as many as are asked for, each for one client. What the tap sees goes to a listener as it comes; the tap itself keeps nothing.
 */
import { createServer, type DropArgument, type Server, type Socket } from 'node:net';
import { errorFor } from '../model/reason.ts';
import { type Address, clientLeft, type OpenEvent, type Side, type TraceEvent } from '../model/trace.ts';
import { listen, localAddress, loopback, remoteAddress } from './address.ts';
import { type Ends, readyEnds } from './ends.ts';
import { createRecorder, type Mark, type Recorder, type Unplaced } from './recorder.ts';
import { relay, sendReset } from './relay.ts';
import { type TlsFromClient, type TlsToServer, tcpBeneath } from './tls.ts';
import { createWithholdings, type Withheld, type WithholdRequest } from './withholding.ts';

export type { Withheld };

export interface TapOptions {
  /** The server: of TCP, or of a Unix-domain socket. */
  to: Address;
  /** Where to listen; by default a free port on loopback. */
  at?: { host?: string; port?: number };
  /** Where two taps have a proxy between them: which of its sides this one is on. */
  side?: Side;
  /** Speak TLS to the server, and record the clear text. */
  tls?: TlsToServer;
  /** Take TLS from clients; the server is then asked for the protocol that each client agreed on. */
  terminate?: TlsFromClient;
  listener: (event: TraceEvent) => void;
  /** Called when a client's connection has been accepted, which is before it is in the trace. */
  onAccepted?: () => void;
  /** Called when the server was reached for a client's connection, which is then in the trace. */
  onReached?: (connection: number) => void;
  /** So many clients at a time; whoever comes beside them is turned away, and recorded as lost by the tap (EMFILE). */
  most?: number | undefined;
  /** Several taps may share one total order; then `listener` is the recorder's. */
  recorder?: Recorder;
}

export interface Tap {
  /** Where clients connect. */
  address: { host: string; port: number };
  /** Where the bench's control exchanges connect. */
  control: { host: string; port: number };
  /** Where one client connects that is another than all others: its connections are compared with none but its own. */
  entrance(): Promise<{ host: string; port: number }>;
  /** Puts a mark into the trace; resolves once it, and everything before it, has reached the listener. */
  mark(mark: Mark): Promise<TraceEvent>;
  /** Withholds a direction from the last byte of a text on; see `withholding.ts`. */
  withhold(request: WithholdRequest): Withheld;
  /** Stops listening and destroys what is still open. */
  close(): Promise<void>;
}

/** Rejects with the system's error if the address cannot be listened on. */
export async function openTap({
  to,
  at = {},
  side,
  tls,
  terminate,
  listener,
  onAccepted,
  onReached,
  most,
  recorder: shared,
}: TapOptions): Promise<Tap> {
  const record = shared ?? createRecorder(listener);
  const sockets = new Set<Socket>();
  const withholdings = createWithholdings();
  /** Those that were accepted, until the server was reached, or not. */
  const opening = new Set<Promise<void>>();

  const keep = (socket: Socket) => {
    if (tcpBeneath(socket) === socket) socket.setNoDelay(true);
    else sockets.delete(tcpBeneath(socket));
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // What an error means is told by who waits for the socket; it is an error once only.
    socket.on('error', () => {});
  };

  const accept = (accepted: Socket, { control, client: of, address }: Door) => {
    keep(accepted);
    if (!control) onAccepted?.();
    const front = {
      client: remoteAddress(accepted),
      tap: address ?? localAddress(accepted) ?? { host: loopback, port: 0 },
    };
    const asked = record.latest();
    const open = ({ back, tls }: Pick<Ends, 'back' | 'tls'>): number => {
      const connection = record.connection();
      const ends = { front, back: { tap: back, server: to } };
      const event: Unplaced<OpenEvent> = { type: 'open', connection, transport: 'tcp', ...ends, control };
      if (side) event.side = side;
      if (of !== null) event.client = of;
      if (asked !== record.latest()) event.asked = asked;
      if (tls) event.tls = tls;
      record.record(event);
      return connection;
    };
    let begun: number | null = null;
    const reached = readyEnds(accepted, {
      ...{ to, tls, terminate: control ? undefined : terminate, keep },
      begun: (back) => {
        begun = open({ back, tls: null });
      },
    });
    const pass = ({ client, server, failure }: Ends, connection: number) => {
      if (failure !== null || server === null) {
        record.record({ type: 'error', connection, code: failure ?? clientLeft });
        sendReset(client);
        server?.destroy();
        record.record({ type: 'close', connection });
        return;
      }
      if (!control) onReached?.(connection);
      relay({
        recorder: record,
        connection,
        client,
        server,
        ...(control ? {} : { withholdings }),
      });
    };
    // With TLS, the order is that of the handshakes: one that does not end must not keep the others waiting.
    const passed = reached.then((ends) => pass(ends, begun ?? open(ends)));
    opening.add(passed);
    void passed.then(() => opening.delete(passed));
  };

  const turnAway = ({ remoteAddress, remotePort, localAddress, localPort }: DropArgument = {}) => {
    onAccepted?.();
    const connection = record.connection();
    const client: Address = remoteAddress ? { host: remoteAddress, port: remotePort ?? 0 } : { path: '' };
    const tap = { host: localAddress ?? loopback, port: localPort ?? 0 };
    const ends = { front: { client, tap }, back: { tap: null, server: to } };
    record.record({ type: 'open', connection, transport: 'tcp', ...ends, control: false });
    record.record({ type: 'error', connection, code: noDescriptors });
    record.record({ type: 'close', connection });
  };

  const servers: Server[] = [];
  let closed = false;
  const openDoor = async (door: Door, host = loopback, port = 0) => {
    if (closed) throw errorFor('error.closed');
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) =>
      accept(client, door),
    );
    servers.push(server);
    if (most !== undefined && !door.control) {
      server.maxConnections = most;
      server.on('drop', turnAway);
    }
    const address = await listen(server, host, port);
    if (!wildcards.includes(address.host)) door.address = address;
    // Too many open files, for example: the connection is lost, the tap is not.
    server.on('error', (error) => process.emitWarning(error));
    return address;
  };
  const closeServers = () =>
    Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  const address = await openDoor({ control: false, client: null, address: null }, at.host, at.port);
  const control = await openDoor({ control: true, client: null, address: null }).catch(
    async (error: unknown) => {
      await closeServers();
      throw error;
    },
  );

  return {
    address,
    control,
    entrance: () => openDoor({ control: false, client: record.client(), address: null }),
    mark: async (mark) => record.record(mark),
    withhold: withholdings.withhold,
    async close() {
      closed = true;
      const gone = [...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      // Node dies of a TLS socket that is destroyed in the same turn after what carries it.
      for (const socket of sockets) if (!tcpBeneath(socket).destroyed) socket.destroy();
      await Promise.all([closeServers(), ...gone]);
      // What was still being opened is recorded before the tap says that it is closed.
      await Promise.all(opening);
    },
  };
}

/** As the system calls it, which does not say whose connection it was. */
export const noDescriptors = 'EMFILE';

interface Door {
  /** For the bench's control exchanges. */
  control: boolean;
  /** The one client that comes through it; null where several may. */
  client: number | null;
  /** What its clients connect to. Null where that may be any of this machine's. */
  address: Address | null;
}

const wildcards = ['0.0.0.0', '::'];
