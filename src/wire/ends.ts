/**
 * The two ends of one connection through the tap, ready to be relayed: the server is reached over TCP, and TLS is
 * agreed where the tap is to speak it. What fails on the way there has a code.
 */
import { connect, type Socket } from 'node:net';
import { type Address, clientLeft } from '../model/trace.ts';
import { localAddress } from './address.ts';
import { type TlsFromClient, type TlsToServer, tlsFromClient, tlsToServer } from './tls.ts';

export interface Ends {
  client: Socket;
  server: Socket | null;
  /** Where the tap connects from. */
  back: Address | null;
  /** With the server. */
  tls: { alpn: string | false } | null;
  /** Code of what failed; null when all is ready. */
  failure: string | null;
}

export interface EndsOptions {
  to: Address;
  tls?: TlsToServer | undefined;
  terminate?: TlsFromClient | undefined;
  /** Told of every socket that is opened on the way. */
  keep: (socket: Socket) => void;
  /**
   * Called within the turn of the event loop in which the client was accepted, with where the tap connects from, which is
   * null where a name must be looked up first. Not with TLS: there a connection is what was agreed.
   */
  begun: (back: Address | null) => void;
}

/** Never rejects. Where TLS is taken from the client, the server is not disturbed before the client has agreed. */
export async function readyEnds(accepted: Socket, options: EndsOptions): Promise<Ends> {
  const { to, keep } = options;
  const ends: Ends = { client: accepted, server: null, back: null, tls: null, failure: null };
  let leaving: Leaving | null = null;
  try {
    let alpn = options.tls?.alpn ?? [];
    if (options.terminate) {
      const secured = await tlsFromClient(accepted, options.terminate).catch(clientsEnd);
      ends.client = secured.socket;
      keep(secured.socket);
      alpn = secured.alpn === false ? [] : [secured.alpn];
    }
    const tcp = connect({ ...to, allowHalfOpen: true });
    tcp.pause();
    keep(tcp);
    ends.server = tcp;
    // The next tick after that in which Node has it connect.
    if (!options.tls && !options.terminate) process.nextTick(() => options.begun(localAddress(tcp)));
    leaving = watchLeaving(ends.client);
    await leaving.unless(connected(tcp));
    ends.back = localAddress(tcp);
    if (options.tls) {
      const secured = await leaving.unless(tlsToServer(tcp, { ...options.tls, alpn }));
      ends.server = secured.socket;
      keep(secured.socket);
      ends.tls = { alpn: secured.alpn };
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    ends.failure = code ?? message;
  }
  leaving?.forget();
  if (ends.server?.destroyed) ends.failure ??= clientLeft;
  return ends;
}

interface Leaving {
  /** What comes of it, unless the client leaves before: then it rejects. One at a time. */
  unless<T>(what: Promise<T>): Promise<T>;
  forget(): void;
}

/**
 * A client that waits for its server for long may leave meanwhile: by RST, or by FIN, which may be a half-close
 * (RFC 9293 §3.6). The server may be reached all the same, and is waited for a while. What the client said is left to be read.
 */
function watchLeaving(client: Socket): Leaving {
  let isGone = false;
  let giveUp = () => {};
  let said = 0;
  let patience: NodeJS.Timeout | undefined;
  const leave = () => {
    patience ??= setTimeout(() => {
      isGone = true;
      giveUp();
    }, patienceMilliseconds);
  };
  const look = () => {
    // Told that there is something to be read where no more has come: nothing more will.
    if (client.readableLength === said) leave();
    said = client.readableLength;
  };
  // Reading ahead at once would change what meets what on the way.
  const late = setTimeout(() => {
    client.on('readable', look);
    client.once('close', leave);
    if (client.destroyed) leave();
  }, lateMilliseconds);
  return {
    unless: (what) =>
      new Promise((resolve, reject) => {
        giveUp = () => reject(left());
        if (isGone) giveUp();
        what.then(resolve, reject);
      }),
    forget() {
      clearTimeout(late);
      clearTimeout(patience);
      client.off('readable', look);
      client.off('close', leave);
    },
  };
}

/** A handshake that the client broke off. */
function clientsEnd(error: NodeJS.ErrnoException): never {
  throw error.code === 'ECONNRESET' ? left() : error;
}

const left = (): Error => Object.assign(new Error('the client has left'), { code: clientLeft });

const lateMilliseconds = 500;
const patienceMilliseconds = 5000;

function connected(tcp: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const closed = () => reject(left());
    tcp.once('error', reject).once('close', closed);
    tcp.once('connect', () => {
      tcp.off('error', reject).off('close', closed);
      resolve();
    });
  });
}
