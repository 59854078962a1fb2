/** ws's framing without its server. ws exports both; its type declarations leave them out. */
import type { Duplex, Writable } from 'node:stream';
import * as ws from 'ws';

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

const parts = ws as unknown as {
  Receiver: new (options: { isServer: boolean }) => Writable;
  Sender: new (stream: Duplex) => WebSocketSender;
};

/** A Writable of bytes that emits 'message', 'conclude' (a close frame came) and 'error'. */
export const openReceiver = (): Writable => new parts.Receiver({ isServer: true });

export const openSender = (stream: Duplex): WebSocketSender => new parts.Sender(stream);
