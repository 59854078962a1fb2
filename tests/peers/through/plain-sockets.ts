/**
 * From how many bytes on a proxy passes a message on, found with plain sockets and nothing of the lab: a first part of
 * every size at the same time, and then so many other exchanges that what passes must have come out.
 */
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';

/** Other sizes than the powers of two that `through` tries. */
const sizes = [1, ...Array.from({ length: 17 }, (_, power) => 3 * 2 ** power)];

const rounds = 4;

export interface Way {
  what: 'upload' | 'download';
  isChunked: boolean;
}

/** The smallest size of which something came out at the other end; null if of none. */
export async function threshold(
  front: number,
  origin: number,
  { what, isChunked }: Way,
): Promise<number | null> {
  const came = new Set<number>();
  const sockets: Socket[] = [];
  const note = (text: string) => {
    const [, size] = /\/size\/(\d+) /.exec(text) ?? [];
    if (size !== undefined && what === 'upload' && hasContent(text)) came.add(Number(size));
  };
  const server = createServer((socket) => {
    sockets.push(socket);
    let text = '';
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      // A connection may be used again.
      for (;;) {
        const end = text.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (!text.startsWith('GET ')) {
          note(text);
          return;
        }
        const [, size, minor] = /^GET [^ ]*\/size\/(\d+) HTTP\/1\.(\d)/.exec(text) ?? [];
        text = text.slice(end + 4);
        socket.write(size === undefined ? control : answer(Number(size), isChunked, minor === '0'));
      }
    });
  });
  server.listen(origin, '127.0.0.1');
  await once(server, 'listening');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    for (const size of sizes) {
      const socket = connect({ host: '127.0.0.1', port: front, noDelay: true });
      sockets.push(socket);
      socket.on('error', () => {});
      const head = `/size/${size} HTTP/1.1\r\nHost: 127.0.0.1:${front}\r\n`;
      socket.write(what === 'upload' ? `POST ${head}${begun(size, isChunked)}` : `GET ${head}\r\n`);
      let text = '';
      socket.on('data', (bytes) => {
        text += bytes.toString('latin1');
        if (what === 'download' && text.startsWith('HTTP/1.1 200') && hasContent(text)) came.add(size);
      });
    }
    for (let round = 0; round < rounds; round++) await others(front, agent);
    return sizes.find((size) => came.has(size)) ?? null;
  } finally {
    agent.destroy();
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  }
}

const hasContent = (text: string): boolean => {
  const start = text.indexOf('\r\n\r\n') + 4;
  return start >= 4 && text.length > start;
};

const control = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** Who speaks HTTP/1.0 takes no chunks: to such the end of the connection ends the response, RFC 9112 §6.3. */
const answer = (size: number, isChunked: boolean, isHttp10: boolean): string =>
  `HTTP/1.1 200 OK\r\n${isChunked && isHttp10 ? `\r\n${textOf(size)}` : begun(size, isChunked)}`;

const textOf = (size: number): string =>
  Array.from({ length: size }, (_, place) => place.toString(36).at(-1)).join('');

/** The fields and a first part of twice as much. */
function begun(size: number, isChunked: boolean): string {
  const text = textOf(size);
  return isChunked
    ? `Transfer-Encoding: chunked\r\n\r\n${size.toString(16)}\r\n${text}\r\n`
    : `Content-Length: ${2 * size}\r\n\r\n${text}`;
}

/** A hundred exchanges, one after another, through the same proxy. */
async function others(front: number, agent: Agent): Promise<void> {
  for (let nth = 0; nth < 100; nth++)
    await new Promise<void>((resolve, reject) => {
      const asked = request(
        { host: '127.0.0.1', port: front, path: `/control/${nth}`, agent },
        (response) => {
          response.resume().on('end', () => resolve());
        },
      );
      asked.on('error', reject).end();
    });
}
