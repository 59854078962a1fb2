/**
 * The two ends of one connection through the tap, ready to be relayed: the server is reached over TCP, and TLS is
 * agreed where the tap is to speak it. What fails on the way there has a code.
 */
import { connect, type Socket } from 'node:net';
import type { Address } from '../model/trace.ts';
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
  try {
    let alpn = options.tls?.alpn ?? [];
    if (options.terminate) {
      const secured = await tlsFromClient(accepted, options.terminate);
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
    const lost = () => tcp.destroy();
    ends.client.once('close', lost);
    await connected(tcp);
    ends.back = localAddress(tcp);
    if (options.tls) {
      const secured = await tlsToServer(tcp, { ...options.tls, alpn });
      ends.server = secured.socket;
      keep(secured.socket);
      ends.tls = { alpn: secured.alpn };
    }
    ends.client.off('close', lost);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    ends.failure = code ?? message;
  }
  if (ends.client.destroyed || ends.server?.destroyed) ends.failure ??= 'ECONNABORTED';
  return ends;
}

function connected(tcp: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    tcp.once('connect', resolve);
    tcp.once('error', reject);
    tcp.once('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNABORTED' })));
  });
}
