/** Real clients that go through `observe`, two at a time, while tcpdump listens, and what each witness has counted. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRecordings } from '../../../src/model/read-recordings.ts';
import type { Recording } from '../../../src/model/recording.ts';
import type { ToldResult } from '../../../src/model/result.ts';
import { readResultFile } from '../../result-file.ts';
import type { Counts } from './counts.ts';
import { recordLoopback } from './loopback.ts';
import type { Packet } from './packet.ts';
import { type RunningServer, serverKinds, startServer } from './probe-servers.ts';
import { freePorts } from './running.ts';
import { countTrace } from './tap-counts.ts';
import { asHttp, type Capture, countCapture, type Ports, readCapture } from './tshark.ts';

export type Served = 'nginx, http/1' | 'nginx, h2c' | 'nginx, https' | 'nghttpd, h2c';

export interface Client {
  name: string;
  server: Served;
  /** `{url}` stands for where `observe` listens; `{profile}` for a folder that is not there yet. */
  command: string[];
}

export interface Witnessed {
  result: ToldResult;
  /** What `observe --trace` stored. */
  stored: Recording;
  tap: Counts;
  tshark: Counts;
  /** The requests that nginx logged as asked there; null where another server answered. */
  logged: string[] | null;
}

/** By the client's name. */
export async function witness(clients: readonly Client[]): Promise<Map<string, Witnessed>> {
  const folder = await mkdtemp(join(tmpdir(), 'observed-'));
  const log = join(folder, 'access');
  const servers = await Promise.all([startServer(withPage(log), null), startServer(kind('nghttpd'), null)]);
  const ports = await freePorts(clients.length);
  const file = join(folder, 'loopback.pcap');
  const filter = `udp or ${ports.map((port) => `tcp port ${port}`).join(' or ')}`;
  const loopback = await recordLoopback(file, filter);
  try {
    const results: ToldResult[] = [];
    const waiting = [...clients.entries()];
    const lane = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [index, client] = next;
        results[index] = await runThrough(client, servers, ports[index] ?? 0, join(folder, String(index)));
      }
    };
    await Promise.all([lane(), lane()]);
    await loopback.stop();
    const capture = await readCapture(file, ports.map(asHttp));
    const requests = await readFile(log, 'utf8');
    const seen = clients.map(async ({ name, server }, index): Promise<[string, Witnessed]> => {
      const [port, result] = [ports[index] ?? 0, results[index]];
      if (!result) throw new Error(`${name} has no result`);
      const stored = await storedTrace(join(folder, String(index)));
      const logged = server.startsWith('nginx') ? requestsTo(requests, port) : null;
      return [name, { result, stored, tap: countTrace(stored), tshark: countPort(capture, port), logged }];
    });
    return new Map(await Promise.all(seen));
  } finally {
    loopback.abandon();
    await Promise.all(servers.map(({ stop }) => stop()));
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whoever connected there, by the packets alone. */
export function countPort(capture: Capture, port: number): Counts {
  const opens = capture.joined.filter((packet) => isOpening(packet, port));
  const clients = new Set(opens.map((packet) => Number(packet['tcp.srcport'][0])));
  return countCapture(
    capture,
    [...clients].map((client): Ports => ({ client, server: port })),
  );
}

function isOpening(packet: Packet, port: number): boolean {
  const isSet = (value: string | undefined) => value === '1' || value === 'True';
  return (
    packet['tcp.dstport'][0] === String(port) &&
    isSet(packet['tcp.flags.syn'][0]) &&
    !isSet(packet['tcp.flags.ack'][0])
  );
}

async function runThrough(
  { name, server, command }: Client,
  [nginx, nghttpd]: RunningServer[],
  port: number,
  folder: string,
): Promise<ToldResult> {
  const [program, version] = server.split(', ') as ['nginx' | 'nghttpd', 'http/1' | 'h2c' | 'https'];
  const url = (program === 'nginx' ? nginx : nghttpd)?.urls[version];
  if (!url) throw new Error(`${server} is not there`);
  const tls = version === 'https' ? ['--tls'] : [];
  const filled = command.map((text) => text.replace('{profile}', `${folder}-profile`));
  const options = ['--to', new URL(url).host, '--listen', String(port), '--json', '-', '--trace', folder];
  const cli = fileURLToPath(new URL('../../../src/bin.js', import.meta.url));
  const observing = spawn(process.execPath, [cli, 'observe', ...options, ...tls, '--', ...filled], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOME: folder },
  });
  let [stdout, stderr] = ['', ''];
  observing.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  observing.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = await once(observing, 'close');
  if (code !== 0 || !stderr.includes('ended: exit code 0')) throw new Error(`${name}: ${stderr}`);
  const [result] = readResultFile(stdout).results;
  if (!result) throw new Error(`${name}: there is no result`);
  return result;
}

async function storedTrace(folder: string): Promise<Recording> {
  const { recordings } = readRecordings(await readFile(join(folder, 'observe.ndjson'), 'utf8'));
  const [recording] = recordings;
  if (!recording) throw new Error('nothing was stored');
  return recording;
}

/** The log has the authority that was asked for in front of the request: that is where `observe` listened. */
const requestsTo = (log: string, port: number): string[] =>
  log
    .split('\n')
    .filter((line) => line.startsWith(`127.0.0.1:${port} `))
    .map((line) => line.slice(line.indexOf(' ') + 1));

/** With a page that needs six more things, and a log of what was asked for. */
export function withPage(log: string) {
  const nginx = kind('nginx');
  return {
    ...nginx,
    configuration: (place: Parameters<NonNullable<typeof nginx.configuration>>[0]) =>
      (nginx.configuration?.(place) ?? '')
        .replace(
          'access_log off;',
          `log_format asked '$http_host $request_method $uri'; access_log ${log} asked;`,
        )
        .replaceAll(/^ *root .*$/gm, (root) => `${root}\n${page}`),
  };
}

const page = `
  location = /page {
    default_type text/html;
    return 200 '<!doctype html><link rel=icon href=data:,>${[1, 2, 3, 4, 5, 6].map((nth) => `<img src=/image/${nth}.svg>`).join('')}';
  }
  location /image/ {
    default_type image/svg+xml;
    return 200 '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>';
  }`;

function kind(name: string) {
  const found = serverKinds.find((one) => one.name === name);
  if (!found) throw new Error(`${name} is not known`);
  return found;
}
