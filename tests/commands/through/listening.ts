/** A proxy that listens for as long as a test needs it. */
import type { Server, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Until the end of the test. */
export async function proxyOf(server: Server, front: number): Promise<string> {
  const { url, close } = await listening(server, front);
  onTestFinished(async () => {
    await close();
  });
  return url;
}

/** Whatever it accepts is destroyed in the end. */
export async function listening(
  server: Server,
  front: number,
): Promise<{ url: string; close: () => Promise<unknown> }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(front, '127.0.0.1', resolve));
  const close = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${front}/`, close };
}
