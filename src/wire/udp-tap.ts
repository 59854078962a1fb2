/**
 * A recording relay for UDP (RFC 768). A flow is an address pair: each sender that is heard gets a socket of its own
 * towards the server, so that answers find their way back. A datagram is passed on whole.
 */
import { createSocket, type Socket } from 'node:dgram';
import { bind } from './address.ts';
import type { Recorder } from './recorder.ts';

export interface UdpTap {
  /** Where clients send to. */
  address: { host: string; port: number };
  close(): Promise<void>;
}

/** Rejects with the system's error if the address cannot be bound. */
export async function openUdpTap(
  to: { host: string; port: number },
  recorder: Recorder,
  at: { host?: string; port?: number } = {},
): Promise<UdpTap> {
  const clientSide = createSocket('udp4');
  const { host, port } = await bind(clientSide, at.host, at.port);
  const flows = new Map<string, Flow>();

  const openFlow = (client: { address: string; port: number }): Flow => {
    const connection = recorder.connection();
    const serverSide = createSocket('udp4');
    const lose = (code: string) => {
      if (flow.over) return;
      flow.over = true;
      recorder.record({ type: 'error', connection, code });
    };
    const flow: Flow = { connection, serverSide, waiting: [], ready: false, over: false, lose };
    serverSide.on('error', (error: NodeJS.ErrnoException) => lose(error.code ?? error.message));
    serverSide.on('message', (bytes) => {
      recorder.record({ type: 'bytes', connection, direction: 's2c', bytes });
      clientSide.send(bytes, client.port, client.address);
    });
    serverSide.connect(to.port, to.host, () => {
      recorder.record({
        type: 'open',
        connection,
        transport: 'udp',
        front: { client: { host: client.address, port: client.port }, tap: { host, port } },
        back: { tap: { host: serverSide.address().address, port: serverSide.address().port }, server: to },
        control: false,
      });
      flow.ready = true;
      for (const bytes of flow.waiting.splice(0)) pass(flow, bytes);
    });
    return flow;
  };
  const pass = ({ connection, serverSide, over, lose }: Flow, bytes: Buffer) => {
    recorder.record({ type: 'bytes', connection, direction: 'c2s', bytes });
    // That nobody received the last datagram may be told to whoever sends the next one, and to nobody else.
    if (!over)
      serverSide.send(
        bytes,
        (error: NodeJS.ErrnoException | null) => error && lose(error.code ?? error.message),
      );
  };

  clientSide.on('message', (bytes, client) => {
    const key = `${client.address} ${client.port}`;
    const flow = flows.get(key) ?? openFlow(client);
    flows.set(key, flow);
    if (flow.ready) pass(flow, bytes);
    else flow.waiting.push(bytes);
  });
  return {
    address: { host, port },
    async close() {
      const sockets = [clientSide, ...[...flows.values()].map(({ serverSide }) => serverSide)];
      await Promise.all(
        sockets.map((socket) => new Promise<void>((resolve) => socket.close(() => resolve()))),
      );
    },
  };
}

interface Flow {
  connection: number;
  serverSide: Socket;
  /** Datagrams that came before the socket towards the server was there. */
  waiting: Buffer[];
  ready: boolean;
  over: boolean;
  /** Records that the server cannot be reached. */
  lose: (code: string) => void;
}
