/**
 * TLS in the tap (RFC 8446; ALPN, RFC 7301), so that what is recorded is the clear text. An instrument on a bench:
 * certificates are verified only where it is told by which authorities. A TLS socket knows no RST, so the TCP socket beneath it is kept in mind for that.
 */
import { isIP, type Socket } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { handshakeClosed } from '../model/trace.ts';

/** Speaks TLS to the server over a TCP connection that is there. Rejects with the system's error. */
export function tlsToServer(tcp: Socket, { alpn, ...options }: TlsToServer): Promise<Secured> {
  return new Promise((resolve, reject) => {
    const tls = connect({
      socket: tcp,
      rejectUnauthorized: options.ca !== undefined,
      ...options,
      ...(alpn.length > 0 ? { ALPNProtocols: alpn } : {}),
    });
    // Node calls it a reset, too, but of no system call.
    tls.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ECONNRESET' && error.syscall === undefined ? closed() : error),
    );
    tls.once('close', () => reject(closed()));
    tls.once('secureConnect', () => resolve(secured(tcp, tls)));
  });
}

/** The server ended the connection by FIN. */
const closed = () => Object.assign(new Error('closed in the handshake'), { code: handshakeClosed });

/** Takes TLS from a client on a TCP connection that is there. Rejects with the system's error. */
export function tlsFromClient(tcp: Socket, { key, cert, alpn }: TlsFromClient): Promise<Secured> {
  return new Promise((resolve, reject) => {
    // Who has said all before the handshake is over has left.
    tcp.allowHalfOpen = false;
    // A server that listens nowhere: only it says in a documented way why a handshake has failed.
    createServer({
      ...{ key, cert, handshakeTimeout: handshakeMilliseconds },
      ...(alpn === false
        ? {}
        : {
            ALPNCallback: ({ protocols }: { protocols: string[] }) =>
              [alpn, 'http/1.1'].find((one) => protocols.includes(one)),
          }),
    })
      .once('tlsClientError', reject)
      .once('secureConnection', (tls) => {
        tls.allowHalfOpen = true;
        resolve(secured(tcp, tls));
      })
      .emit('connection', tcp);
  });
}

/** A client that does not agree within this time is given up. */
const handshakeMilliseconds = 10_000;

/** The TCP socket that carries this one; itself where there is no TLS. */
export const tcpBeneath = (socket: Socket): Socket => beneath.get(socket) ?? socket;

const beneath = new WeakMap<Socket, Socket>();

function secured(tcp: Socket, tls: TLSSocket): Secured {
  beneath.set(tls, tcp);
  tls.pause();
  return { socket: tls, alpn: tls.alpnProtocol || false };
}

/** For SNI: an address is no name, RFC 6066 §3. */
export const serverName = (host: string): { servername?: string } =>
  isIP(host) === 0 ? { servername: host } : {};

export interface TlsToServer {
  /** For SNI; none where the server is named by an address. */
  servername?: string;
  /** For whom the server's certificate is to be, where it is verified. */
  host?: string;
  /** PEM. The authorities by which the server's certificate is verified; without them it is not. */
  ca?: string;
  /** PEM, both: the client's own certificate. */
  cert?: string;
  key?: string;
  /** In order of preference; empty: ALPN is not spoken. */
  alpn: string[];
}

export interface TlsFromClient {
  /** PEM, both. */
  key: string;
  cert: string;
  /** What the server chooses when it may; a client that does not offer it may have HTTP/1.1. */
  alpn: string | false;
}

export interface Secured {
  socket: Socket;
  /** The protocol agreed on. */
  alpn: string | false;
}
