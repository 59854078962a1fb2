/** A tap between clients and a server of the tests' own, on which every wait is for something that happens. */
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { ConnectionEvent, TraceEvent } from '../../src/model/trace.ts';
import { listen } from '../../src/wire/address.ts';
import { openTap, type Tap, type TapOptions } from '../../src/wire/tap.ts';
import { openTapThread } from './tap-thread.ts';

/** What holds of the one must hold of the other. */
export const taps: [string, OpenTap][] = [
  ['on this thread', openTap],
  ['on a thread of its own', openTapThread],
];

/** Nothing here takes long, but a machine may be busy. */
export const patient = { testTimeout: 120_000, hookTimeout: 120_000 };

export interface TappedServerOptions {
  /** Called with every event instead of keeping it. */
  listener?: (event: TraceEvent) => void;
  /** Where the tap is to look for its server, if not where the server here is. */
  to?: (origin: { host: string; port: number }) => TapOptions['to'];
  /** The end from which nothing is read. */
  unread?: 'client' | 'server';
}

export async function openTappedServer(
  open: OpenTap,
  options: TappedServerOptions = {},
): Promise<TappedServer> {
  const { until, changed } = waitingRoom();
  const sockets = new Set<Socket>();
  const take = (socket: Socket, unread: boolean): Peer => {
    const peer: Peer = { socket, text: '', ended: false, error: null, closed: false };
    const note = (what: Partial<Peer>) => {
      Object.assign(peer, what);
      changed();
    };
    sockets.add(socket);
    if (!unread) socket.on('data', (bytes) => note({ text: peer.text + bytes.toString('latin1') }));
    socket.on('end', () => note({ ended: true }));
    socket.on('error', ({ code }: NodeJS.ErrnoException) => note({ error: code ?? 'ERROR' }));
    socket.on('close', () => note({ closed: true }));
    return peer;
  };

  const accepted: Peer[] = [];
  let controlComes = false;
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    if (controlComes) {
      controlComes = false;
      take(socket, true);
      socket.pipe(socket);
      return;
    }
    accepted.push(take(socket, options.unread === 'server'));
    if (options.unread !== 'server') socket.resume();
    changed();
  });
  const origin = await listen(server);
  const events: TraceEvent[] = [];
  const tap = await open({
    to: options.to?.(origin) ?? origin,
    listener(event) {
      try {
        (options.listener ?? ((kept) => events.push(kept)))(event);
      } finally {
        changed();
      }
    },
  });
  onTestFinished(async () => {
    await tap.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  const reach = (port: number, unread: boolean) =>
    take(connect({ host: '127.0.0.1', port, allowHalfOpen: true }), unread);
  let control: Peer | null = null;
  return {
    tap,
    events,
    accepted,
    until,
    connect: ({ port } = tap.address) => reach(port, options.unread === 'client'),
    async controlExchange() {
      if (!control) {
        controlComes = true;
        control = reach(tap.control.port, false);
      }
      const peer = control;
      const before = peer.text.length;
      peer.socket.write('.');
      await until(() => peer.text.length > before);
    },
  };
}

/** Waits end when what they wait for has become true; it is looked at whenever anything has happened. */
export function waitingRoom() {
  const waits = new Set<() => void>();
  return {
    changed() {
      for (const wait of waits) wait();
    },
    until: (holds: () => boolean) =>
      new Promise<void>((resolve) => {
        const wait = () => {
          if (!holds()) return;
          waits.delete(wait);
          resolve();
        };
        waits.add(wait);
        wait();
      }),
  };
}

/** The events of one connection, each as a word or two: `open`, `c2s end`, `s2c "text"`. Adjacent bytes are one. */
export function eventsInWords(events: readonly TraceEvent[], connection = 1): string[] {
  const told: string[] = [];
  let text = '';
  let speaker = '';
  for (const event of events) {
    if (event.type === 'mark' || event.connection !== connection) continue;
    if (event.type === 'bytes' && event.direction === speaker) {
      text += Buffer.from(event.bytes).toString('latin1');
      told[told.length - 1] = `${speaker} "${text}"`;
      continue;
    }
    speaker = event.type === 'bytes' ? event.direction : '';
    text = event.type === 'bytes' ? Buffer.from(event.bytes).toString('latin1') : '';
    told.push(word(event, text));
  }
  return told;
}

function word(event: ConnectionEvent, text: string): string {
  switch (event.type) {
    case 'bytes':
      return `${event.direction} "${text}"`;
    case 'end':
    case 'reset':
      return `${event.direction} ${event.type}`;
    case 'error':
      return `error ${event.code}`;
    default:
      return event.type;
  }
}

/** What breaks the law of a trace: seq from 1 without a gap, opens in order, open first, close last and once. */
export function brokenRules(events: readonly TraceEvent[]): string[] {
  const broken: string[] = [];
  const opened = new Set<number>();
  const closed = new Set<number>();
  events.forEach((event, index) => {
    if (event.seq !== index + 1) broken.push(`seq ${event.seq} in place ${index + 1}`);
    if (index > 0 && event.at < (events[index - 1]?.at ?? 0))
      broken.push(`seq ${event.seq} goes back in time`);
    if (event.type === 'mark') return;
    if (event.type === 'open') {
      if (event.connection !== opened.size + 1) broken.push(`${event.connection} opened out of turn`);
      opened.add(event.connection);
    } else if (!opened.has(event.connection)) broken.push(`${event.type} before open`);
    if (closed.has(event.connection)) broken.push(`${event.type} after close`);
    if (event.type === 'close') closed.add(event.connection);
  });
  return broken;
}

export type OpenTap = (options: TapOptions) => Promise<Tap>;

/** One end of a connection, and what it has seen so far. */
export interface Peer {
  socket: Socket;
  text: string;
  ended: boolean;
  error: string | null;
  closed: boolean;
}

export interface TappedServer {
  tap: Tap;
  events: TraceEvent[];
  /** The server's ends, in the order in which it accepted them; those of control connections left out. */
  accepted: Peer[];
  /** A further connection through the tap, by its ordinary door or an entrance. */
  connect(entrance?: Tap['address']): Peer;
  /** Waits until this holds. */
  until(holds: () => boolean): Promise<void>;
  /** One exchange with the server through the control door, on one connection kept for it. */
  controlExchange(): Promise<void>;
}
