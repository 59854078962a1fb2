/**
 * The server behind an attack: it answers good clients and WebSocket's handshake, sends large answers without end for as long as
 * they are read, and of everything else it reads all and says nothing.
 */
import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { endless } from '../../commands/probe/hostile/servers.ts';
import { rawServer } from '../../commands/probe/probed.ts';

export const good = 'GET /good HTTP/1.1\r\nHost: a\r\n\r\n';
export const large = 'GET /large HTTP/1.1\r\nHost: a\r\n\r\n';
export const goodAnswer = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood';

/** Where it listens; `closeServers` closes it. */
export const openOrigin = (): Promise<number> =>
  rawServer((socket) => {
    socket.on('end', () => socket.end());
    socket.once('data', (bytes) => {
      const text = bytes.toString('latin1');
      const [, key] = /^sec-websocket-key: (\S+)/im.exec(text) ?? [];
      if (text.startsWith('GET /large '))
        endless(socket, `HTTP/1.1 200 OK\r\nContent-Length: ${2 ** 40}\r\n\r\n`, 'x');
      else if (key !== undefined) upgrade(socket, key);
      else if (text.startsWith('GET /good ')) answerEach(socket, text);
    });
    socket.resume();
  });

/** RFC 6455 §4.2.2. */
function upgrade(socket: Socket, key: string): void {
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const fields = 'Upgrade: websocket\r\nConnection: Upgrade\r\n';
  socket.write(`HTTP/1.1 101 Switching Protocols\r\n${fields}Sec-WebSocket-Accept: ${accept}\r\n\r\n`);
}

/** Whatever tool asks; requests have no content. */
function answerEach(socket: Socket, first: string): void {
  let rest = '';
  const onText = (text: string) => {
    const heads = (rest + text).split('\r\n\r\n');
    rest = heads.pop() ?? '';
    if (heads.length > 0) socket.write(goodAnswer.repeat(heads.length));
  };
  onText(first);
  socket.on('data', (bytes) => onText(bytes.toString('latin1')));
}
