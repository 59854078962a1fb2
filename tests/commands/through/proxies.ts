/** Proxies of a few lines each: what they let pass is known from how they are made. */
import { Agent, createServer as createHttpServer, request as httpRequest } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Byte by byte as they come, connection for connection. */
export const wire = (originPort: number): Server =>
  createServer((client) => {
    const origin = connect({ host: '127.0.0.1', port: originPort, noDelay: true });
    client.setNoDelay(true);
    client.pipe(origin).pipe(client);
    origin.on('error', () => client.destroy());
    client.on('close', () => origin.destroy());
  });

/** A wire that does something else with the first connections whose head fits; `origin` is connected, and has had the head. */
const exceptFirst =
  (most: number, fits: (head: string) => boolean, does: (client: Socket, origin: () => Socket) => void) =>
  (originPort: number): Server => {
    let met = 0;
    return createServer((client) => {
      client.once('data', (head: Buffer) => {
        const origin = () => {
          const socket = connect({ host: '127.0.0.1', port: originPort, noDelay: true });
          socket.on('error', () => client.destroy());
          client.on('close', () => socket.destroy());
          socket.write(head);
          client.pipe(socket);
          return socket;
        };
        if (fits(head.toString('latin1')) && met++ < most) does(client, origin);
        else origin().pipe(client);
      });
      client.on('error', () => {});
    });
  };

/** Hangs up on one request, once: as one does whose client was idle for too long. */
export const hangsUpOn =
  (text: string) =>
  (originPort: number): Server => {
    let left = 1;
    return createServer((client) => {
      const origin = connect({ host: '127.0.0.1', port: originPort, noDelay: true });
      client.on('data', (bytes: Buffer) => {
        if (bytes.includes(text) && left-- > 0) client.end();
        else origin.write(bytes);
      });
      origin.pipe(client);
      origin.on('error', () => client.destroy());
      client.on('error', () => origin.destroy());
      client.on('close', () => origin.destroy());
    });
  };

/** Ends them before anything of them has come out. */
export const losesHandshakes = (most: number) =>
  exceptFirst(
    most,
    (head) => /^upgrade:/im.test(head),
    (client) => client.end(),
  );

/** Answers them by itself, as one does whose connection to the origin had ended. */
export const refusesUploads = (most: number) =>
  exceptFirst(
    most,
    (head) => head.startsWith('POST '),
    (client) => client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'),
  );

/** Holds uploads until more than 48 KB have come; of those whose head says this it answers so many by itself, with this status. */
export const holdsThenRefuses =
  (says: RegExp, refusals: number, status: string) =>
  (originPort: number): Server => {
    let left = refusals;
    return createServer((client) => {
      const held: Buffer[] = [];
      const isLarge = () => held.reduce((sum, { length }) => sum + length, 0) > 49_152;
      const onward = (bytes: Buffer) => {
        held.push(bytes);
        const head = held[0]?.toString('latin1') ?? '';
        if (head.startsWith('POST ') && says.test(head) && left-- > 0) {
          client.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
          client.off('data', onward);
          client.resume();
        } else if (!head.startsWith('POST ') || isLarge() || isComplete(Buffer.concat(held))) {
          client.off('data', onward);
          const origin = connect({ host: '127.0.0.1', port: originPort, noDelay: true });
          origin.on('error', () => client.destroy());
          client.on('close', () => origin.destroy());
          origin.write(Buffer.concat(held));
          client.pipe(origin).pipe(client);
        }
      };
      client.on('data', onward);
      client.on('error', () => {});
    });
  };

/** Of a request with Content-Length. */
function isComplete(bytes: Buffer): boolean {
  const [head = ''] = bytes.toString('latin1').split('\r\n\r\n', 1);
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1]);
  return bytes.length >= head.length + 4 + length;
}

/** Is so busy that nothing of them comes out before the last chunk has come. */
export const holdsEvents = (most: number) =>
  exceptFirst(
    most,
    (head) => /^GET [^ ]*\/sse\/identity\//.test(head),
    (client, origin) => {
      const held: Buffer[] = [];
      let isOver = false;
      origin().on('data', (bytes: Buffer) => {
        held.push(bytes);
        isOver ||= bytes.toString('latin1').endsWith('0\r\n\r\n');
        if (isOver) client.write(Buffer.concat(held.splice(0)));
      });
    },
  );

/** A wire that passes nothing on after the path of an upload, where it is readable, or the words of an interlock. */
export const stallsUploads = (originPort: number): Server =>
  createServer((client) => {
    const origin = connect({ host: '127.0.0.1', port: originPort, noDelay: true });
    let stalled = false;
    client.on('data', (bytes: Buffer) => {
      stalled ||= /\/upload\/|request part/.test(bytes.toString('latin1'));
      if (!stalled) origin.write(bytes);
    });
    origin.pipe(client);
    origin.on('error', () => client.destroy());
    client.on('close', () => origin.destroy());
  });

/** HTTP/1.1 that has the whole of each message before it sends any of it, on a new connection each time. */
export const storeAndForward = (originPort: number): Server =>
  createHttpServer(async (request, response) => {
    const content = await whole(request);
    const onward = httpRequest(
      {
        host: '127.0.0.1',
        port: originPort,
        path: request.url,
        method: request.method,
        agent: false,
        headers: { host: 'origin', 'content-length': content.length, 'content-type': 'text/plain' },
      },
      async (answer) => {
        const body = await whole(answer);
        response.setHeader('server', 'store-and-forward/1');
        response.writeHead(answer.statusCode ?? 500, { 'content-length': body.length });
        response.end(body);
      },
    );
    onward.on('error', () => response.writeHead(502).end('no origin\n'));
    onward.end(content);
  });

/** HTTP/1.1 as it comes, on no more connections than that: who comes later waits for one. */
export const fewConnections =
  (most: number) =>
  (originPort: number): Server => {
    const agent = new Agent({ keepAlive: true, maxSockets: most });
    const server = createHttpServer((request, response) => {
      const { method, url, headers } = request;
      const { upgrade: _, connection: __, ...passedOn } = headers;
      const onward = httpRequest(
        { host: '127.0.0.1', port: originPort, path: url, method, headers: passedOn, agent },
        (answer) => {
          response.writeHead(answer.statusCode ?? 500, answer.headers);
          response.flushHeaders();
          answer.pipe(response);
        },
      );
      onward.on('error', () => response.destroy());
      onward.flushHeaders();
      request.pipe(onward);
    });
    return server.on('close', () => agent.destroy());
  };

/** HTTP/1.1 with connections that are kept, and given back a moment after the answer has gone. */
export const slowToGiveBack = (originPort: number): Server => {
  const idle: Agent[] = [];
  const server = createHttpServer((request, response) => {
    const agent = idle.pop() ?? new Agent({ keepAlive: true, maxSockets: 1 });
    const { method, url } = request;
    const { upgrade: _, connection: __, ...headers } = request.headers;
    const onward = httpRequest(
      { host: '127.0.0.1', port: originPort, path: url, method, headers, agent },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
        answer.on('end', () => setTimeout(() => idle.push(agent), 100));
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  return server.on('close', () => {
    for (const agent of idle) agent.destroy();
  });
};

async function whole(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  const read: Buffer[] = [];
  for await (const part of parts) read.push(part);
  return Buffer.concat(read);
}

/** A forward proxy: it asks whom the target names, and opens tunnels, for who has these credentials. */
export const forwarder = (credentials?: string): Server => {
  const isKnown = (given: string | undefined) =>
    credentials === undefined || given === `Basic ${Buffer.from(credentials).toString('base64')}`;
  const server = createHttpServer((request, response) => {
    const { method, url = '', headers } = request;
    if (!isKnown(headers['proxy-authorization'])) {
      response.writeHead(407, { 'proxy-authenticate': 'Basic realm="lab"' }).end();
      return;
    }
    const { 'proxy-authorization': _, connection: __, ...passedOn } = headers;
    const onward = httpRequest(url, { method, headers: passedOn, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      response.flushHeaders();
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    onward.flushHeaders();
    request.pipe(onward);
  });
  server.on('connect', (request, client, head) => {
    if (!isKnown(request.headers['proxy-authorization'])) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const { hostname, port } = new URL(`http://${request.url}`);
    const origin = connect({ host: hostname, port: Number(port) }, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      origin.write(head);
      client.pipe(origin).pipe(client);
    });
    origin.on('error', () => client.destroy());
    client.on('close', () => origin.destroy());
  });
  return server;
};
