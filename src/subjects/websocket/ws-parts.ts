/** ws's framing without its server. ws exports both; its type declarations leave them out. */
import type { Duplex, Writable } from 'node:stream';
import { loadWs } from '../libraries.ts';

interface SendOptions {
  compress: boolean;
  binary: boolean;
  mask: boolean;
  fin: boolean;
}

export interface WebSocketSender {
  send(data: Buffer, options: SendOptions, sent: () => void): void;
  ping(data: string, mask: boolean, sent: () => void): void;
  close(code: number, reason: string, mask: boolean, sent: () => void): void;
}

interface Parts {
  Receiver: new (options: { isServer: boolean }) => Writable;
  Sender: new (stream: Duplex) => WebSocketSender;
}

const parts = () => loadWs() as unknown as Parts;

/** A Writable of bytes that emits 'message', 'conclude' (a close frame came) and 'error'. */
export const openReceiver = (): Writable => {
  const { Receiver } = parts();
  return new Receiver({ isServer: true });
};

export const openSender = (stream: Duplex): WebSocketSender => {
  const { Sender } = parts();
  return new Sender(stream);
};
