/**
 * Servers from Debian's packages, each with the smallest configuration that it runs with, on free loopback ports.
 * With no settings they do what they do of themselves.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { certificateFor } from '../../../src/wire/certificate.ts';
import { freePorts, newFolder, type Running, start } from './running.ts';

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

export interface Place {
  folder: string;
  file: string;
  /** HTTP/1 (and whatever else the server speaks there of itself), HTTP/2 without TLS, and TLS. */
  ports: Record<'plain' | 'h2c' | 'tls', number>;
  settings: Settings | null;
}

export interface RunningServer extends Running {
  /** By what is spoken there; a server with one port for both has it twice. */
  urls: { 'http/1': string | null; h2c: string | null; https: string | null };
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
    proof: ['-c', 'import http.server, platform; print(platform.python_version())'],
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
  const folder = await newFolder('server');
  const [plain = 0, h2c = 0, tls = 0] = await freePorts(3);
  const place: Place = {
    folder,
    file: join(folder, 'configuration'),
    ports: { plain, h2c: kind.onePort ? plain : h2c, tls },
    settings,
  };
  await prepare(place, kind);
  const { ports } = place;
  const url = (what: ServerKind['speaks'][number], scheme: string, port: number) =>
    kind.speaks.includes(what) ? `${scheme}://127.0.0.1:${port}/` : null;
  const urls = {
    'http/1': url('http/1', 'http', ports.plain),
    h2c: url('h2c', 'http', ports.h2c),
    https: url('https', 'https', ports.tls),
  };
  const listening = Object.values(urls).flatMap((one) => (one === null ? [] : [Number(new URL(one).port)]));
  return { urls, ...(await start(kind.program, kind.arguments(place), folder, new Set(listening))) };
}

async function prepare(place: Place, { configuration }: ServerKind): Promise<void> {
  const { folder, file } = place;
  const { key, cert } = await certificateFor('localhost');
  await mkdir(join(folder, 'files'));
  await writeFile(join(folder, 'files', 'index.html'), 'ok\n');
  await writeFile(join(folder, 'certificate.pem'), cert);
  await writeFile(join(folder, 'key.pem'), key);
  await writeFile(file, `${(configuration?.(place) ?? '').replace(/^ +/gm, '')}\n`);
}
