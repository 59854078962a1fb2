/** Proxies from Debian's packages, each with the smallest configuration that shows what it does, on free loopback ports. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { certificateFor } from '../../../src/wire/certificate.ts';
import { freePorts, newFolder, type Running, start } from './running.ts';

export interface Proxy extends Running {
  url: string;
  originPort: number;
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

export const nginx = (location: string, upstream = '', listen = '', certificate = ''): ProxyKind => ({
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

export const haproxy = (options: string, server = '', backend = ''): ProxyKind => ({
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
  ${backend}
  server origin 127.0.0.1:${origin}${server}
`,
});

/** Options of all servers, and of the reverse proxy. */
export const caddy = (servers = '', reverseProxy = ''): ProxyKind => ({
  program: 'caddy',
  proof: ['version'],
  arguments: (file) => ['run', '--adapter', 'caddyfile', '--config', file],
  configuration: ({ front, origin }, folder) => `{
  admin off
  auto_https off
  storage file_system ${folder}
  servers {
    protocols h1 h2c
    ${servers}
  }
}
http://127.0.0.1:${front} {
  bind 127.0.0.1
  reverse_proxy 127.0.0.1:${origin} {
    ${reverseProxy}
  }
}
`,
});

/** With `beside` next to its reverse_proxy. */
export const caddyWith = (beside: string): ProxyKind => {
  const plain = caddy();
  return {
    ...plain,
    configuration: (ports, folder) =>
      plain.configuration(ports, folder).replace('  reverse_proxy', `  ${beside}\n  reverse_proxy`),
  };
};

export const varnish = (vcl = '', ...parameters: string[]): ProxyKind => ({
  program: 'varnishd',
  proof: ['-V'],
  arguments: (file, folder, { front }) => [
    ...['-F', '-j', 'none', '-n', join(folder, 'varnish'), '-s', 'malloc,16m'],
    ...['-a', `127.0.0.1:${front}`, '-f', file, '-p', 'feature=+http2'],
    ...['-p', 'thread_pool_min=10', '-p', 'thread_pools=1'],
    ...parameters.flatMap((parameter) => ['-p', parameter]),
  ],
  configuration: ({ origin }) =>
    `vcl 4.1;\nbackend origin { .host = "127.0.0.1"; .port = "${origin}"; }\n${vcl}\n`,
});

/** Options of ProxyPass, and what stands beside it. */
export const apache = (options = '', beside = ''): ProxyKind => ({
  program: 'apache2',
  proof: ['-v'],
  arguments: (file) => ['-f', file, '-DFOREGROUND'],
  configuration: ({ front, origin }, folder) => `
ServerName localhost
ServerRoot ${folder}
DefaultRuntimeDir ${folder}
PidFile ${folder}/pid
Mutex file:${folder}
ErrorLog ${folder}/errors
${['mpm_event', 'authz_core', 'proxy', 'proxy_http', 'env', 'setenvif'].map((module) => `LoadModule ${module}_module /usr/lib/apache2/modules/mod_${module}.so`).join('\n')}
User www-data
Group www-data
StartServers 1
ServerLimit 1
ThreadLimit 25
ThreadsPerChild 25
MaxRequestWorkers 25
Listen 127.0.0.1:${front}
${beside}
ProxyPass / http://127.0.0.1:${origin}/ ${options}
`,
});

export const h2o = (path = ''): ProxyKind => ({
  program: 'h2o',
  proof: ['-v'],
  arguments: (file) => ['-c', file],
  configuration: ({ front, origin }) => `
num-threads: 1
hosts:
  default:
    listen: { host: 127.0.0.1, port: ${front} }
    paths:
      /:
        proxy.reverse.url: http://127.0.0.1:${origin}/
        proxy.preserve-host: ON
${path}
`,
});

export const nghttpx = (...options: string[]): ProxyKind => ({
  program: 'nghttpx',
  proof: ['--version'],
  arguments: (file, _folder, { front, origin }) => [
    ...['--conf', file, '--workers', '1', '-L', 'ERROR'],
    ...['-f', `127.0.0.1,${front};no-tls`, '-b', `127.0.0.1,${origin}`],
    ...options,
  ],
  configuration: () => '',
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
  Caddy: caddy(),
  Varnish: varnish(),
  'Apache as it comes': apache(),
  h2o: h2o(),
  nghttpx: nghttpx(),
} satisfies Record<string, ProxyKind>;

/** Resolves once it accepts connections. Rejects with what it said if it ends before. */
export async function startProxy(kind: ProxyKind): Promise<Proxy> {
  const folder = await newFolder('proxy');
  const [front = 0, origin = 0] = await freePorts(2);
  const ports = { front, origin };
  const file = join(folder, 'configuration');
  await writeFile(file, kind.configuration(ports, folder));
  if (kind.tls) {
    const { key, cert } = await certificateFor('127.0.0.1');
    await writeFile(join(folder, 'key'), key);
    await writeFile(join(folder, 'certificate'), cert);
  }
  const { stop } = await start(kind.program, kind.arguments(file, folder, ports), folder, [front]);
  return { url: `${kind.tls ? 'https' : 'http'}://127.0.0.1:${front}/`, originPort: origin, stop };
}
