/** Proxies from Debian's packages, each with the smallest configuration that shows what it does, on free loopback ports. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificateFor } from '../../src/wire/certificate.ts';

export interface Proxy {
  url: string;
  originPort: number;
  /** Ends the process, and resolves when it is gone. */
  stop(): Promise<void>;
}

export interface ProxyKind {
  /** The program, and arguments with which it succeeds at once. */
  program: string;
  proof: string[];
  configuration(ports: Ports, folder: string): string;
  /** Takes TLS in front, with the files `certificate` and `key` beside its configuration. */
  tls?: boolean;
  arguments(file: string, folder: string, ports: Ports): string[];
}

interface Ports {
  front: number;
  origin: number;
}

const nginx = (location: string, upstream = '', listen = '', certificate = ''): ProxyKind => ({
  program: 'nginx',
  proof: ['-v'],
  arguments: (file, folder) => ['-p', folder, '-e', 'stderr', '-c', file],
  configuration: ({ front, origin }, folder) => `
    daemon off;
    master_process off;
    pid ${folder}/pid;
    error_log stderr;
    events { worker_connections 256; }
    http {
      access_log off;
      client_body_temp_path ${folder}/body;
      proxy_temp_path ${folder}/proxy;
      fastcgi_temp_path ${folder}/fastcgi;
      uwsgi_temp_path ${folder}/uwsgi;
      scgi_temp_path ${folder}/scgi;
      upstream origin { server 127.0.0.1:${origin}; ${upstream} }
      server {
        listen 127.0.0.1:${front}${listen};
        ${certificate}
        location / { proxy_pass http://origin; ${location} }
      }
    }`,
});

const haproxy = (options: string, server = ''): ProxyKind => ({
  program: 'haproxy',
  proof: ['-v'],
  arguments: (file) => ['-db', '-f', file],
  configuration: ({ front, origin }) => `
global
  nbthread 1
defaults
  mode http
  timeout client 60s
  timeout server 60s
  timeout connect 5s
${options}
frontend front
  bind 127.0.0.1:${front}
  default_backend back
backend back
  server origin 127.0.0.1:${origin}${server}
`,
});

const tuned = `
  proxy_http_version 1.1;
  proxy_set_header Host $http_host;
  proxy_set_header Connection $connection_to_origin;
  proxy_set_header Upgrade $http_upgrade;
  proxy_request_buffering off;
  proxy_buffering off;
  set $connection_to_origin "";
  if ($http_upgrade) { set $connection_to_origin upgrade; }`;

export const proxies = {
  'nginx as it comes': nginx(''),
  'nginx tuned': nginx(tuned, 'keepalive 8;'),
  'nginx tuned, HTTP/2 in front': nginx(tuned, 'keepalive 8;', ' http2'),
  'nginx tuned, TLS in front': {
    ...nginx(tuned, 'keepalive 8;', ' ssl http2', 'ssl_certificate certificate; ssl_certificate_key key;'),
    tls: true,
  },
  'HAProxy as it comes': haproxy(''),
  'HAProxy tuned': haproxy('  option http-no-delay\n  http-reuse always'),
  'HAProxy that waits for the body': haproxy('  option http-buffer-request'),
  'HAProxy, HTTP/2 behind': haproxy('  option http-no-delay', ' proto h2'),
  Caddy: {
    program: 'caddy',
    proof: ['version'],
    arguments: (file) => ['run', '--adapter', 'caddyfile', '--config', file],
    configuration: ({ front, origin }, folder) => `{
  admin off
  auto_https off
  storage file_system ${folder}
  servers {
    protocols h1 h2c
  }
}
http://127.0.0.1:${front} {
  bind 127.0.0.1
  reverse_proxy 127.0.0.1:${origin}
}
`,
  },
  Varnish: {
    program: 'varnishd',
    proof: ['-V'],
    arguments: (file, folder, { front }) => [
      ...['-F', '-j', 'none', '-n', join(folder, 'varnish'), '-s', 'malloc,16m'],
      ...['-a', `127.0.0.1:${front}`, '-f', file, '-p', 'feature=+http2'],
      ...['-p', 'thread_pool_min=10', '-p', 'thread_pools=1'],
    ],
    configuration: ({ origin }) => `vcl 4.1;\nbackend origin { .host = "127.0.0.1"; .port = "${origin}"; }\n`,
  },
} satisfies Record<string, ProxyKind>;

/** Resolves once it accepts connections. Rejects with what it said if it ends before. */
export async function startProxy(kind: ProxyKind): Promise<Proxy> {
  const folder = await mkdtemp(join(tmpdir(), 'proxy-'));
  const [front, origin] = await freePorts();
  const ports = { front, origin };
  const file = join(folder, 'configuration');
  await writeFile(file, kind.configuration(ports, folder));
  if (kind.tls) {
    const { key, cert } = await certificateFor('127.0.0.1');
    await writeFile(join(folder, 'key'), key);
    await writeFile(join(folder, 'certificate'), cert);
  }
  const child = spawn(kind.program, kind.arguments(file, folder, ports), {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  const closed = once(child, 'close');
  const gone = closed.then(() => {
    throw new Error(`${kind.program} ended by itself: ${said}`);
  });
  gone.catch(() => {});
  const stop = async () => {
    await end(child, closed);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await Promise.race([accepts(front), gone]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `${kind.tls ? 'https' : 'http'}://127.0.0.1:${front}/`, originPort: origin, stop };
}

async function end(child: ChildProcess, closed: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await closed;
  clearTimeout(kill);
}

/** Below those that the system gives to clients, one of which might take the origin's while nobody listens on it. */
export async function freePorts(): Promise<[number, number]> {
  const take = async (): Promise<Server> => {
    const server = createServer().listen(20_000 + Math.floor(Math.random() * 12_000), '127.0.0.1');
    return once(server, 'listening').then(
      () => server,
      () => take(),
    );
  };
  // Both are held at once, so that they differ.
  const servers = [await take(), await take()] as const;
  const [front, origin] = [portOf(servers[0]), portOf(servers[1])];
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return [front, origin];
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

async function accepts(port: number): Promise<void> {
  for (;;) {
    const socket = connect({ host: '127.0.0.1', port });
    const there = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (there) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
