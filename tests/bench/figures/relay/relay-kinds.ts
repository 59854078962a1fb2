/** What may stand between a client and a server: nothing, ours in parts, and what others use. Each is a process of its own. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { program } from '../../../commands/command.ts';
import { versionOf } from '../../../peers/atlas/installed.ts';
import { freePorts, newFolder, type Running, start } from '../../../peers/support/running.ts';

export interface RelayKind {
  name: string;
  /** The program, and arguments with which it succeeds at once; of Node none. */
  program: string;
  proof?: string[];
  /** What it needs besides. */
  isThere?: () => boolean;
  /** What it is started with to relay from one port to another. */
  arguments(ports: Ports, folder: string): string[] | Promise<string[]>;
}

interface Ports {
  from: number;
  to: number;
}

const script = (name: string): string => fileURLToPath(new URL(`./${name}`, import.meta.url));

const ofNode =
  (...words: string[]): RelayKind['arguments'] =>
  ({ from, to }) => [...words, `${from}`, `${to}`];

const written =
  (
    content: (ports: Ports, folder: string) => string,
    given: (file: string) => string[],
  ): RelayKind['arguments'] =>
  async (ports, folder) => {
    const file = join(folder, 'configuration');
    await writeFile(file, content(ports, folder));
    return given(file);
  };

export const bare: RelayKind = {
  name: 'a bare node:net relay',
  program: process.execPath,
  arguments: ofNode(script('bare-relay.mjs')),
};

export const observe: RelayKind = {
  name: 'observe',
  program: process.execPath,
  arguments: ({ from, to }) => [
    ...[...program, 'observe', '--quiet'],
    ...['--to', `127.0.0.1:${to}`, '--listen', `127.0.0.1:${from}`],
  ],
};

export const relayKinds: readonly RelayKind[] = [
  bare,
  {
    name: 'our tap, recording only',
    program: process.execPath,
    arguments: ofNode('--import', 'tsx', script('bare-tap.ts')),
  },
  observe,
  {
    name: 'nginx stream',
    program: 'nginx',
    proof: ['-v'],
    isThere: () => existsSync('/usr/lib/nginx/modules/ngx_stream_module.so'),
    arguments: written(
      ({ from, to }, folder) => `
        include /etc/nginx/modules-enabled/*.conf;
        daemon off; master_process off; pid ${folder}/pid; error_log stderr crit;
        events { worker_connections 1024; }
        stream { server { listen 127.0.0.1:${from}; proxy_pass 127.0.0.1:${to}; } }`,
      (file) => ['-e', 'stderr', '-c', file],
    ),
  },
  {
    name: 'HAProxy, TCP',
    program: 'haproxy',
    proof: ['-v'],
    arguments: written(
      ({ from, to }) =>
        `global\n nbthread 1\ndefaults\n mode tcp\n timeout connect 5s\n timeout client 60s\n timeout server 60s\nlisten relay\n bind 127.0.0.1:${from}\n server origin 127.0.0.1:${to}\n`,
      (file) => ['-db', '-f', file],
    ),
  },
  {
    name: 'socat',
    program: 'socat',
    proof: ['-V'],
    arguments: ({ from, to }) => [
      `TCP-LISTEN:${from},bind=127.0.0.1,fork,reuseaddr,nodelay,backlog=512`,
      `TCP:127.0.0.1:${to},nodelay`,
    ],
  },
  {
    name: 'mitmdump',
    program: 'mitmdump',
    proof: ['--version'],
    arguments: ({ from, to }) => [
      ...['-q', '--set', 'stream_large_bodies=1m', '--listen-host', '127.0.0.1', '-p', `${from}`],
      ...['--mode', `reverse:http://127.0.0.1:${to}`],
    ],
  },
];

export interface Relay extends Running {
  port: number;
}

/** Null where it is not installed, or cannot be used. */
export async function startRelay(kind: RelayKind, to: number): Promise<Relay | null> {
  if (kind.proof && versionOf({ program: kind.program, proof: kind.proof }) === null) return null;
  if (kind.isThere?.() === false) return null;
  const folder = await newFolder('relay');
  const [from = 0] = await freePorts(1);
  const given = await kind.arguments({ from, to }, folder);
  return { port: from, ...(await start(kind.program, given, folder, [from])) };
}
