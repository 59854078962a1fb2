/** Servers of the situations, on free ports of loopback. */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { join } from 'node:path';
import { serverKinds, startServer } from '../support/probe-servers.ts';
import { freePorts, newFolder, type Running, start } from '../support/running.ts';

const listening = async (server: Server): Promise<Running & { port: number }> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async stop() {
      server.close();
    },
  };
};

export const nodeServer =
  (answer: RequestListener, keepAliveTimeout = 0) =>
  async () => {
    const server = createServer({ keepAliveTimeout }, answer);
    const running = await listening(server);
    return {
      ...running,
      async stop() {
        server.closeAllConnections();
        await running.stop();
      },
    };
  };

export async function gunicorn(): Promise<Running & { port: number }> {
  const folder = await newFolder('gunicorn');
  const [port = 0] = await freePorts(1);
  const application =
    'def application(environ, start):\n    start("200 OK", [("Content-Length", "2")])\n    return [b"ok"]\n';
  await writeFile(join(folder, 'answers.py'), application);
  const options = ['--chdir', folder, '--worker-class', 'sync', '--bind', `127.0.0.1:${port}`, 'answers'];
  return { ...(await start('gunicorn', options, folder, [port])), port };
}

export const nginx =
  (what: 'http/1' | 'h2c' | 'https', settings: { idleSeconds: number; limit: number } | null) => async () => {
    const kind = serverKinds.find(({ name }) => name === 'nginx');
    if (kind === undefined) throw new Error('nginx is not known');
    const running = await startServer(kind, settings);
    return { ...running, port: Number(new URL(running.urls[what] ?? '').port) };
  };

/** Answers the first request on each connection, and resets it when another comes there. */
export async function resetsAtReuse(): Promise<Running & { port: number }> {
  return listening(
    createTcpServer((socket) => {
      let answered = 0;
      socket.on('error', () => {});
      socket.on('data', () => {
        answered += 1;
        if (answered === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        else socket.resetAndDestroy();
      });
    }),
  );
}

/** Three streams at most, none of which is answered before three are there. */
export async function threeStreams(): Promise<Running & { port: number }> {
  const server = createHttp2Server({ settings: { maxConcurrentStreams: 3 } });
  let waiting: (() => void)[] = [];
  server.on('stream', (stream) => {
    waiting.push(() => {
      stream.respond({ ':status': 200 });
      stream.end('ok');
    });
    if (waiting.length < 3) return;
    for (const answer of waiting) answer();
    waiting = [];
  });
  return listening(server);
}

/** Says the same to whatever comes. */
export const answersEach = (text: string): Promise<Running & { port: number }> =>
  listening(
    createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', () => socket.write(text));
    }),
  );

export async function puma(): Promise<Running & { port: number }> {
  const folder = await newFolder('puma');
  const [port = 0] = await freePorts(1);
  await writeFile(join(folder, 'answers.ru'), "run ->(env) { [200, { 'content-length' => '2' }, ['ok']] }\n");
  const options = ['-q', '-b', `tcp://127.0.0.1:${port}`, '-t', '1:1', '-w', '0', join(folder, 'answers.ru')];
  return { ...(await start('puma', options, folder, [port])), port };
}

/**
 * For bash: what is said to a HAProxy in front of the server, which asks the server every 20 ms how it is, and at the end is
 * told to ask no more: a check that is under way then ends before the exchange after it does. Its own address, the port in
 * front and the one it is told on.
 */
export const behindHaproxy = `
folder=$(mktemp -d)
trap 'kill $haproxy; wait $haproxy; rm -r "$folder"' EXIT
port=$1 admin=$2
cat >"$folder/configuration" <<END
global
  stats socket ipv4@127.0.0.1:$admin level admin
defaults
  mode http
  option httpchk
  timeout client 10s
  timeout server 10s
  timeout connect 10s
  timeout check 10s
listen front
  bind 127.0.0.1:$port
  server one \${0#http://} check inter 20ms
END
haproxy -f "$folder/configuration" & haproxy=$!
curl -s -o /dev/null --retry 100 --retry-connrefused --retry-max-time 20 http://127.0.0.1:$port/
ab -q -k -n 500 -c 1 http://127.0.0.1:$port/ >/dev/null
exec 3<>/dev/tcp/127.0.0.1/$admin
echo 'disable health front/one' >&3
cat <&3 >/dev/null
ab -q -k -n 50 -c 1 http://127.0.0.1:$port/ >/dev/null
`;
