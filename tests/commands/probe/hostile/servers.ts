/** What broken and harmful servers have in common. */
import type { Socket } from 'node:net';
import { rawServer } from '../probed.ts';

export const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** For as long as the other side reads, and no faster. */
export function endless(socket: Socket, first: string, more: string): void {
  const block = Buffer.from(more.repeat(Math.ceil(65_536 / more.length)), 'latin1');
  const go = () => {
    while (!socket.destroyed && socket.write(block));
  };
  socket.on('drain', go);
  socket.write(first, 'latin1');
  go();
}

/** Does nothing before the first bytes have come. */
export const whenAsked = (then: (socket: Socket) => void) =>
  rawServer((socket) => {
    socket.once('data', () => then(socket));
    socket.on('end', () => socket.end());
  });
