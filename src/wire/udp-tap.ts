/**
 * A recording relay for UDP (RFC 768). A flow is an address pair: each sender that is heard gets a socket of its own
 * towards the server, so that answers find their way back. A datagram is passed on whole.
 */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { loopback } from './address.ts';
import type { Recorder } from './recorder.ts';

export interface UdpTap {
  front: { host: string; port: number };
  close(): Promise<void>;
}

/** Rejects with the system's error if the address cannot be bound. */
export async function openUdpTap(
  to: { host: string; port: number },
  recorder: Recorder,
  at: { host?: string; port?: number } = {},
): Promise<UdpTap> {
  const front = createSocket('udp4');
  const bound = once(front, 'listening');
  front.bind(at.port ?? 0, at.host ?? loopback);
  await bound;
  const { address: host, port } = front.address();
  const flows = new Map<string, Flow>();

  const openFlow = (client: { address: string; port: number }): Flow => {
    const connection = recorder.connection();
    const back = createSocket('udp4');
    const lose = (code: string) => {
      if (flow.over) return;
      flow.over = true;
      recorder.record({ type: 'error', connection, code });
    };
    const flow: Flow = { connection, back, waiting: [], ready: false, over: false, lose };
    back.on('error', (error: NodeJS.ErrnoException) => lose(error.code ?? error.message));
    back.on('message', (bytes) => {
      recorder.record({ type: 'bytes', connection, direction: 's2c', bytes });
      front.send(bytes, client.port, client.address);
    });
    back.connect(to.port, to.host, () => {
      recorder.record({
        type: 'open',
        connection,
        transport: 'udp',
        front: { client: { host: client.address, port: client.port }, tap: { host, port } },
        back: { tap: { host: back.address().address, port: back.address().port }, server: to },
        control: false,
      });
      flow.ready = true;
      for (const bytes of flow.waiting.splice(0)) pass(flow, bytes);
    });
    return flow;
  };
  const pass = ({ connection, back, over, lose }: Flow, bytes: Buffer) => {
    recorder.record({ type: 'bytes', connection, direction: 'c2s', bytes });
    // That nobody received the last datagram may be told to whoever sends the next one, and to nobody else.
    if (!over)
      back.send(bytes, (error: NodeJS.ErrnoException | null) => error && lose(error.code ?? error.message));
  };

  front.on('message', (bytes, client) => {
    const key = `${client.address} ${client.port}`;
    const flow = flows.get(key) ?? openFlow(client);
    flows.set(key, flow);
    if (flow.ready) pass(flow, bytes);
    else flow.waiting.push(bytes);
  });
  return {
    front: { host, port },
    async close() {
      const sockets = [front, ...[...flows.values()].map(({ back }) => back)];
      await Promise.all(
        sockets.map((socket) => new Promise<void>((resolve) => socket.close(() => resolve()))),
      );
    },
  };
}

interface Flow {
  connection: number;
  back: Socket;
  /** Datagrams that came before the socket towards the server was there. */
  waiting: Buffer[];
  ready: boolean;
  over: boolean;
  /** Records that the server cannot be reached. */
  lose: (code: string) => void;
}
