/** A server of ours that clients are sent to: it ends connections, resets one, takes few streams, or answers early. */
import { once } from 'node:events';
import { createServer as createHttpServer, type Server as HttpServer, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server, type ServerHttp2Session } from 'node:http2';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

export interface Behaviour {
  /** In HTTP/1.1 FIN after each answer, of which nothing is said before; in HTTP/2 GOAWAY before it. */
  endsAfterEach?: true;
  /** None is answered before so many were asked, or none has come for a while. */
  waitsFor?: number;
  /** The connection of that request is reset in place of an answer, once. */
  resetsAt?: number;
  /** SETTINGS_MAX_CONCURRENT_STREAMS, RFC 9113 §6.5.2. */
  streams?: number;
  /** 413 as soon as there is a head; of the content nothing is read before the client hangs up, or this long. Milliseconds. */
  refusesContent?: number;
}

export interface Serving {
  listen(): Promise<number>;
  /** The client has hung up. */
  hungUp(): void;
  close(): void;
}

/** Paths that are a number are asked for by the client; a page is there for who needs one to begin with. */
export const isCounted = (path: string | undefined): boolean => /^\/\d+$/.test(path ?? '');

/** What is answered to those. */
export const answerText = 'ok\n';

export function serving(speaks: '1.1' | '2', behaviour: Behaviour = {}): Serving {
  const { streams, refusesContent: refusal } = behaviour;
  if (refusal !== undefined && speaks === '1.1') return listening(refusingServer(refusal));
  const server =
    speaks === '2'
      ? createHttp2Server(streams ? { settings: { maxConcurrentStreams: streams } } : {})
      : createHttpServer({ keepAliveTimeout: 0 }); // It says none, either;
  server.on('sessionError', () => {});
  if (refusal === undefined) return answering(server as HttpServer, behaviour);
  server.on('stream', (stream) => {
    stream.on('error', () => {});
    // Left alone, the library would reset the stream.
    stream.pause().respond({ ':status': 413 }, { endStream: true });
    setTimeout(() => stream.resume(), refusal).unref();
  });
  return listening(server);
}

function answering(server: HttpServer, { endsAfterEach, waitsFor = 0, resetsAt }: Behaviour): Serving {
  let asked = 0;
  const waiting: (() => void)[] = [];
  const answerAll = () => {
    for (const answer of waiting.splice(0)) answer();
  };
  const patience = setTimeout(answerAll, 1000).unref();
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('request', (request, response: ServerResponse) => {
    const counted = isCounted(request.url);
    if (counted) asked += 1;
    const session = (request as unknown as { stream?: { session?: ServerHttp2Session } }).stream?.session;
    if (counted && asked === resetsAt) {
      if (session) for (const socket of sockets) socket.resetAndDestroy();
      else request.socket.resetAndDestroy();
      return;
    }
    response.on('finish', () => {
      if (endsAfterEach && counted && !session) request.socket.end();
    });
    request.resume().on('end', () => {
      const text = counted ? answerText : page;
      const answer = () => {
        if (endsAfterEach) session?.goaway();
        response.setHeader('content-type', 'text/html');
        response.setHeader('content-length', text.length);
        response.end(text);
      };
      if (!counted) return answer();
      waiting.push(answer);
      if (asked >= waitsFor) answerAll();
      else patience.refresh();
    });
  });
  return listening(server);
}

/** Browsers ask for an icon unless they are given one. */
const page = '<!doctype html><link rel="icon" href="data:,">';

/** The library would read on by itself. */
function refusingServer(milliseconds: number): Server & { hungUp?: () => void } {
  const paused = new Set<Socket>();
  const resume = () => {
    for (const socket of paused) socket.resume();
  };
  const server: Server & { hungUp?: () => void } = createServer((socket) => {
    let head = '';
    socket.on('end', () => socket.end());
    socket.on('data', (bytes) => {
      if (head.includes('\r\n\r\n')) return;
      head += bytes.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      const refused = !head.startsWith('GET ');
      const status = refused ? '413 Content Too Large' : '200 OK';
      const text = refused ? '' : page;
      const fields = `Content-Type: text/html\r\nContent-Length: ${text.length}`;
      socket.write(`HTTP/1.1 ${status}\r\n${fields}\r\n\r\n${text}`);
      if (!refused) {
        head = '';
        return;
      }
      paused.add(socket.pause());
      setTimeout(resume, milliseconds).unref();
    });
  });
  server.hungUp = resume;
  return server;
}

function listening(server: (Server | HttpServer) & { hungUp?: () => void }): Serving {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  return {
    async listen() {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    },
    hungUp: () => server.hungUp?.(),
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
