/**
 * Servers from Debian's packages, each with the smallest configuration that it runs with, on free loopback ports.
 * With no settings they do what they do of themselves.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificateFor } from '../../src/wire/certificate.ts';

export interface ServerKind {
  name: string;
  /** The program, and arguments with which it succeeds at once. */
  program: string;
  proof: string[];
  speaks: ('http/1' | 'h2c' | 'https')[];
  /** HTTP/1 and HTTP/2 in the clear on the same port. */
  onePort?: true;
  /** Text of its configuration; what it needs beside it in its folder is made by `prepare`. */
  configuration?(place: Place): string;
  arguments(place: Place): string[];
}

export interface Settings {
  /** For how long an idle connection is kept. */
  idleSeconds: number;
  /** How many requests a connection may carry. */
  limit: number;
}

interface Place {
  folder: string;
  file: string;
  /** HTTP/1 (and whatever else the server speaks there of itself), HTTP/2 without TLS, and TLS. */
  ports: Record<'plain' | 'h2c' | 'tls', number>;
  settings: Settings | null;
}

export interface RunningServer {
  /** By what is spoken there; a server with one port for both has it twice. */
  urls: { 'http/1': string | null; h2c: string | null; https: string | null };
  /** Ends the process, and resolves when it is gone. */
  stop(): Promise<void>;
}

const when = (settings: Settings | null, text: (settings: Settings) => string): string =>
  settings ? text(settings) : '';

export const serverKinds: readonly ServerKind[] = [
  {
    name: 'nginx',
    program: 'nginx',
    proof: ['-v'],
    speaks: ['http/1', 'h2c', 'https'],
    arguments: ({ file, folder }) => ['-p', folder, '-e', 'stderr', '-c', file],
    configuration: ({ folder, ports, settings }) => `
      daemon off;
      master_process off;
      pid ${folder}/pid;
      events { worker_connections 256; }
      http {
        access_log off;
        client_body_temp_path ${folder}/body;
        proxy_temp_path ${folder}/proxy;
        fastcgi_temp_path ${folder}/fastcgi;
        uwsgi_temp_path ${folder}/uwsgi;
        scgi_temp_path ${folder}/scgi;
        ${when(settings, ({ idleSeconds, limit }) => `keepalive_timeout ${idleSeconds}s ${idleSeconds}s; keepalive_requests ${limit};`)}
        server {
          listen 127.0.0.1:${ports.plain};
          listen 127.0.0.1:${ports.h2c} http2;
          listen 127.0.0.1:${ports.tls} ssl http2;
          ssl_certificate ${folder}/certificate.pem;
          ssl_certificate_key ${folder}/key.pem;
          root ${folder}/files;
        }
      }`,
  },
  {
    name: 'Apache',
    program: 'apache2',
    proof: ['-v'],
    speaks: ['http/1', 'h2c', 'https'],
    onePort: true,
    arguments: ({ file }) => ['-f', file, '-DFOREGROUND'],
    configuration: ({ folder, ports, settings }) => `
      ServerName localhost
      ServerRoot ${folder}
      DefaultRuntimeDir ${folder}
      PidFile ${folder}/pid
      Mutex file:${folder}
      ErrorLog ${folder}/errors
      ${['mpm_event', 'authz_core', 'authz_host', 'dir', 'ssl', 'http2', 'reqtimeout'].map((module) => `LoadModule ${module}_module /usr/lib/apache2/modules/mod_${module}.so`).join('\n')}
      User www-data
      Group www-data
      StartServers 1
      ServerLimit 1
      ThreadLimit 25
      ThreadsPerChild 25
      MaxRequestWorkers 25
      Listen 127.0.0.1:${ports.plain}
      Listen 127.0.0.1:${ports.tls}
      Protocols h2 h2c http/1.1
      DocumentRoot ${folder}/files
      DirectoryIndex index.html
      ${when(settings, ({ idleSeconds, limit }) => `KeepAliveTimeout ${idleSeconds}\nMaxKeepAliveRequests ${limit}`)}
      <VirtualHost 127.0.0.1:${ports.tls}>
        SSLEngine on
        SSLCertificateFile ${folder}/certificate.pem
        SSLCertificateKeyFile ${folder}/key.pem
      </VirtualHost>`,
  },
  {
    name: 'Caddy',
    program: 'caddy',
    proof: ['version'],
    speaks: ['http/1', 'h2c', 'https'],
    onePort: true,
    arguments: ({ file }) => ['run', '--adapter', 'caddyfile', '--config', file],
    configuration: ({ folder, ports, settings }) => `
      {
        admin off
        auto_https off
        servers {
          protocols h1 h2 h2c
          ${when(settings, ({ idleSeconds }) => `timeouts {\n idle ${idleSeconds}s\n }`)}
        }
      }
      http://:${ports.plain} {
        bind 127.0.0.1
        root * ${folder}/files
        file_server
      }
      https://:${ports.tls} {
        bind 127.0.0.1
        tls ${folder}/certificate.pem ${folder}/key.pem
        root * ${folder}/files
        file_server
      }`,
  },
  {
    name: 'lighttpd',
    program: 'lighttpd',
    proof: ['-v'],
    speaks: ['http/1', 'h2c'],
    onePort: true,
    arguments: ({ file }) => ['-D', '-f', file],
    configuration: ({ folder, ports, settings }) => `
      server.document-root = "${folder}/files"
      server.bind = "127.0.0.1"
      server.port = ${ports.plain}
      server.errorlog = "${folder}/errors"
      index-file.names = ("index.html")
      ${when(settings, ({ idleSeconds, limit }) => `server.max-keep-alive-idle = ${idleSeconds}\nserver.max-keep-alive-requests = ${limit}`)}`,
  },
  {
    name: 'Python http.server',
    program: 'python3',
    proof: ['-c', 'import http.server'],
    speaks: ['http/1'],
    arguments: ({ folder, ports }) => [
      ...['-m', 'http.server', '--bind', '127.0.0.1', '--directory', `${folder}/files`, `${ports.plain}`],
    ],
  },
  {
    name: 'nghttpd',
    program: 'nghttpd',
    proof: ['--version'],
    speaks: ['h2c'],
    arguments: ({ folder, ports }) => [
      ...['--no-tls', '--address=127.0.0.1', `--htdocs=${folder}/files`, `${ports.h2c}`],
    ],
  },
];

/** Resolves once the server accepts connections. */
export async function startServer(kind: ServerKind, settings: Settings | null): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), 'server-'));
  const [plain = 0, h2c = 0, tls = 0] = await freePorts(3);
  const place: Place = {
    folder,
    file: join(folder, 'configuration'),
    ports: { plain, h2c: kind.onePort ? plain : h2c, tls },
    settings,
  };
  await prepare(place, kind);
  const server = spawn(kind.program, kind.arguments(place), {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  });
  let said = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  const stop = async () => {
    await end(server);
    await rm(folder, { recursive: true, force: true });
  };
  const { ports } = place;
  const url = (what: ServerKind['speaks'][number], scheme: string, port: number) =>
    kind.speaks.includes(what) ? `${scheme}://127.0.0.1:${port}/` : null;
  const urls = {
    'http/1': url('http/1', 'http', ports.plain),
    h2c: url('h2c', 'http', ports.h2c),
    https: url('https', 'https', ports.tls),
  };
  const gone = once(server, 'exit').then(() => {
    throw new Error(`${kind.program} ended by itself: ${said}`);
  });
  gone.catch(() => {});
  try {
    for (const one of new Set(Object.values(urls)))
      if (one !== null) await Promise.race([accepts(Number(new URL(one).port)), gone]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { urls, stop };
}

async function prepare(place: Place, { configuration }: ServerKind): Promise<void> {
  const { folder, file } = place;
  const { key, cert } = await certificateFor('localhost');
  await mkdir(join(folder, 'files'));
  await writeFile(join(folder, 'files', 'index.html'), 'ok\n');
  await writeFile(join(folder, 'certificate.pem'), cert);
  await writeFile(join(folder, 'key.pem'), key);
  await writeFile(file, `${(configuration?.(place) ?? '').replace(/^ +/gm, '')}\n`);
  // Some run as another user than the one who starts them.
  await chmod(folder, 0o755);
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, 'exit');
  server.kill('SIGTERM');
  const patience = setTimeout(() => server.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(patience);
}

/** All at once, so that no two are the same. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(async (server) => {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      return address !== null && typeof address === 'object' ? address.port : 0;
    }),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Resolves once someone listens there. */
async function accepts(port: number): Promise<void> {
  for (;;) {
    const socket = connect({ host: '127.0.0.1', port });
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await new Promise(setImmediate);
  }
}
