/** A TLS server of the tests' own with the tap before it, and what its ends were told. */
import { connect as connectTcp, createServer, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { OpenEvent, TraceEvent } from '../../../src/model/trace.ts';
import { listen } from '../../../src/wire/address.ts';
import { certificateFor } from '../../../src/wire/certificate.ts';
import type { Tap, TapOptions } from '../../../src/wire/tap.ts';
import { type OpenTap, waitingRoom } from '../tapped-server.ts';

export const certificate = await certificateFor('bench.example');

export interface End {
  socket: Socket;
  tcp: Socket;
  text: string;
  happened: string[];
}

export interface Options extends Omit<TapOptions, 'to' | 'listener' | 'tls'> {
  tls?: TapOptions['tls'];
  /** What the server chooses from; none: it does not speak ALPN. */
  serves?: string[];
  /** The server does not speak TLS but sends this. */
  garbage?: string;
  /** The server never answers the first handshake. */
  silent?: boolean;
}

/** A TLS server of the tests' own with the tap in front of it. */
export async function bench(open: OpenTap, options: Options) {
  const { changed, until } = waitingRoom();
  const sockets = new Set<Socket>();
  const watch = (tcp: Socket, socket: Socket): End => {
    const end: End = { socket, tcp, text: '', happened: [] };
    const note = (what: string) => {
      end.happened.push(what);
      changed();
    };
    sockets.add(socket);
    tcp.on('error', () => {});
    socket.on('data', (bytes) => {
      end.text += bytes.toString('latin1');
      changed();
    });
    for (const what of ['end', 'close', 'secure'] as const) socket.on(what, () => note(what));
    socket.on('error', ({ code }: NodeJS.ErrnoException) => note(code ?? 'ERROR'));
    return end;
  };

  const accepted: End[] = [];
  const asked: (string | false)[] = [];
  const server = createServer({ allowHalfOpen: true }, (tcp) => {
    if (options.garbage !== undefined || (options.silent && accepted.length === 0)) {
      accepted.push(watch(tcp, tcp));
      tcp.write(options.garbage ?? '');
      changed();
      return;
    }
    const tls = new TLSSocket(tcp, {
      isServer: true,
      secureContext: createSecureContext(certificate),
      SNICallback(name, done) {
        asked.push(name);
        done(null);
      },
      ...(options.serves ? { ALPNProtocols: options.serves } : {}),
    });
    accepted.push(watch(tcp, tls));
    changed();
  });
  const to = await listen(server);
  const events: TraceEvent[] = [];
  const { serves: _, garbage: __, silent: ___, tls, ...forTap } = options;
  const tap: Tap = await open({
    ...forTap,
    tls: tls ?? { alpn: [] },
    to,
    listener(event) {
      events.push(event);
      changed();
    },
  });
  onTestFinished(async () => {
    await tap.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    events,
    accepted,
    asked,
    until,
    tap,
    connect(port = tap.address.port) {
      const tcp = connectTcp({ host: '127.0.0.1', port, allowHalfOpen: true });
      return watch(tcp, tcp);
    },
    connectTls(alpn?: string[]) {
      const tcp = connectTcp({ host: '127.0.0.1', port: tap.address.port, allowHalfOpen: true });
      const tls = connectTls({
        socket: tcp,
        rejectUnauthorized: true,
        ca: certificate.cert,
        servername: 'localhost',
        ...(alpn ? { ALPNProtocols: alpn } : {}),
      });
      return Object.assign(watch(tcp, tls), { tls });
    },
    agreed: () =>
      events.filter((event): event is OpenEvent => event.type === 'open').map(({ tls }) => tls?.alpn),
  };
}

/** Each end has said a word. */
export async function acquainted(at: Awaited<ReturnType<typeof bench>>, client = at.connect()) {
  client.socket.write('hello');
  await at.until(() => at.accepted[0]?.text === 'hello');
  const [server] = at.accepted;
  if (!server) throw new Error('the server accepted nothing');
  server.socket.write('welcome');
  // Bytes that are read together with RST would hide it.
  await at.until(() => client.text === 'welcome');
  return { client, server };
}

export const closes = ({ events }: { events: TraceEvent[] }) => events.some(({ type }) => type === 'close');
