/**
 * `through` on the proxies that people run. What each one holds and lets pass is told by the tap on either side of it,
 * and tshark, which sees the packets between the proxy and both taps, must count the same.
 */

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { assessThrough } from '../../src/assess/through/through.ts';
import { sideOf } from '../../src/assess/through/traces.ts';
import { runThrough } from '../../src/bench/run-through.ts';
import type { Recording, StoredLab } from '../../src/model/recording.ts';
import type { Path } from '../../src/model/result.ts';
import type { Address, OpenEvent, Side } from '../../src/model/trace.ts';
import { english } from '../../src/report/language/say.ts';
import { advice } from '../../src/report/real/through-advice.ts';
import { recordLoopback, tcpdumpProof } from './support/loopback.ts';
import type { Packet } from './support/packet.ts';
import { describeWithPeers } from './support/programs.ts';
import { countTrace } from './support/tap-counts.ts';
import { proxies, startProxy } from './support/through-proxies.ts';
import { type Capture, countCapture, type Ports, readCapture, tsharkProof } from './support/tshark.ts';

interface Expected {
  /** The beginning of what it says of itself; null where it says nothing over HTTP/1.1. */
  says: string | null;
  path: Path;
  /** Connections behind for 5 requests, of one client and of five. */
  behind: [one: number, five: number];
  versions: [front: string, back: string];
  /** Settings that are named, in the order of the advice. */
  settings: string[];
}

const expected: Record<keyof typeof proxies, Expected> = {
  'nginx as it comes': {
    says: 'nginx',
    path: all('held', 'no', 'not applicable', 'no', 'not applicable'),
    behind: [5, 5],
    versions: ['HTTP/1.1', 'HTTP/1.0'],
    settings: [
      'proxy_http_version',
      'proxy_request_buffering',
      'proxy_buffering',
      'proxy_set_header Upgrade',
    ],
  },
  'nginx tuned': {
    says: 'nginx',
    path: all('streams', 'yes', 'not applicable', 'yes', 'not applicable'),
    behind: [1, 1],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: [],
  },
  'nginx tuned, HTTP/2 in front': {
    says: null,
    path: all('streams', 'not applicable', 'yes', 'not applicable', 'not applicable'),
    behind: [1, 1],
    versions: ['HTTP/2', 'HTTP/1.1'],
    settings: [],
  },
  'nginx tuned, TLS in front': {
    says: 'nginx',
    path: all('streams', 'yes', 'yes', 'yes', 'not applicable'),
    behind: [1, 1],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: [],
  },
  'HAProxy as it comes': {
    says: 'HAProxy',
    path: all('streams', 'yes', 'yes', 'yes', 'yes'),
    behind: [1, 5],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: ['http-reuse'],
  },
  'HAProxy tuned': {
    says: 'HAProxy',
    path: all('streams', 'yes', 'yes', 'yes', 'yes'),
    behind: [1, 1],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: [],
  },
  'HAProxy that waits for the body': {
    says: 'HAProxy',
    path: { ...all('streams', 'no', 'no', 'yes', 'yes'), upload: 'held' },
    behind: [1, 5],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: ['http-reuse', 'no option http-buffer-request'],
  },
  'HAProxy, HTTP/2 behind': {
    says: 'HAProxy',
    path: all('streams', 'yes', 'yes', 'yes', 'yes'),
    behind: [1, 5],
    versions: ['HTTP/1.1', 'HTTP/2'],
    settings: ['http-reuse'],
  },
  Caddy: {
    says: 'Caddy',
    path: { ...all('streams', 'no', 'yes', 'yes', 'not applicable'), download: 'held' },
    behind: [1, 1],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: ['flush_interval', 'enable_full_duplex'],
  },
  'Apache as it comes': {
    says: 'Apache',
    path: { ...all('streams', 'no', 'not applicable', 'no', 'not applicable'), upload: 'held' },
    behind: [1, 1],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: ['upgrade=websocket'],
  },
  Varnish: {
    says: '1.1 varnish',
    path: { ...all('held', 'no', 'no', 'no', 'not applicable'), sse: 'immediate' },
    behind: [1, 1],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: ['return (pipe)', 'beresp.do_stream', 'vcl_pipe'],
  },
};

function all(
  parts: 'streams' | 'held',
  interlock1: Path['interlock']['http/1.1'],
  interlock2: Path['interlock']['http/2'],
  webSocket1: Path['websocket']['http/1.1'],
  webSocket2: Path['websocket']['http/2'],
): Path {
  const down = parts === 'streams' ? 'immediate' : 'held';
  return {
    upload: parts,
    download: down,
    sse: down,
    interlock: { 'http/1.1': interlock1, 'http/2': interlock2 },
    websocket: { 'http/1.1': webSocket1, 'http/2': webSocket2 },
  };
}

for (const [name, kind] of Object.entries(proxies)) {
  const programs = { [kind.program]: kind.proof, tcpdump: tcpdumpProof, tshark: tsharkProof };
  describeWithPeers(`through ${name}`, programs, () => {
    const { says, path, behind, versions, settings } = expected[name as keyof typeof proxies];

    it('tells what it does, and counts what tshark counts on both sides of it', async () => {
      const seen = await witnessed(name as keyof typeof proxies);
      const { result } = assessThrough(seen.stored);
      expect(result.error).toBeNull();
      expect(result.path).toEqual(path);
      expect(result.subject.startsWith(`a real proxy${says === null ? '' : `: ${says}`}`)).toBe(true);
      const { front, back, backFive } = result.facts ?? {};
      expect([back?.connections, backFive?.connections]).toEqual(behind);
      expect([front?.connections, front?.exchanges, back?.exchanges, backFive?.exchanges]).toEqual([
        1, 5, 5, 5,
      ]);
      expect([front?.protocol, back?.protocol]).toEqual(versions);
      expect(result.violations).toEqual([]);
      // A loaded machine can be as slow as HAProxy is without this setting.
      const slow = 'option http-no-delay';
      const sentences = advice(result, english).filter((sentence) => !sentence.includes(slow));
      expect(name !== 'HAProxy as it comes' || advice(result, english).join().includes(slow)).toBe(true);
      expect(sentences).toHaveLength(settings.length);
      for (const [index, setting] of settings.entries()) expect(sentences[index]).toContain(setting);

      // What is encrypted only the tap can read.
      for (const side of 'tls' in kind ? (['back'] as const) : (['front', 'back'] as const))
        for (const { tap, tshark } of bothCounts(seen, side)) expect(tap).toEqual(tshark);
    }, 180_000);
  });
}

interface Witnessed {
  stored: StoredLab;
  /** What crossed loopback during each attempt of a question: a port may serve again in the next. */
  captures: Map<Recording, Capture>;
}

/** A run of `through`, and what crossed loopback meanwhile. */
async function witnessed(name: keyof typeof proxies): Promise<Witnessed> {
  const folder = await mkdtemp(join(tmpdir(), 'witness-'));
  const file = join(folder, 'loopback.pcap');
  const proxy = await startProxy(proxies[name]);
  const { url, originPort } = proxy;
  const ports = [Number(new URL(url).port), originPort];
  const divider = createSocket('udp4').bind(0, '127.0.0.1');
  await once(divider, 'listening');
  const { port } = divider.address();
  try {
    const recording = await recordLoopback(
      file,
      ['udp', ...ports.map((port) => `tcp port ${port}`)].join(' or '),
    );
    const attempts: Recording[] = [];
    const onAttempt = (attempt: Recording) => {
      attempts.push(attempt);
      return new Promise((resolve) => divider.send('next', port, '127.0.0.1', resolve));
    };
    let stored: StoredLab;
    try {
      stored = await runThrough({ url: new URL(url), originPort, stepSeconds: 15, onAttempt });
    } finally {
      await recording.stop();
    }
    const { joined, apart, carried } = await readCapture(file, ports);
    const [whole, raw] = [divided(joined, port), divided(apart, port)];
    const captures = attempts.map((attempt, index) => {
      const capture = { joined: whole[index] ?? [], apart: raw[index] ?? [], carried };
      return [attempt, capture] as const;
    });
    return { stored, captures: new Map(captures) };
  } finally {
    divider.close();
    await proxy.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The packets between one datagram to this port and the next. */
function divided(packets: Packet[], port: number): Packet[][] {
  const parts: Packet[][] = [[]];
  for (const packet of packets) {
    if (packet['udp.dstport'][0] === `${port}`) parts.push([]);
    else parts.at(-1)?.push(packet);
  }
  return parts;
}

/** Questions in which something is said on purpose that the proxy does not take for a request. */
const leftOut = (question: string): boolean =>
  question.startsWith('reach over') || question === 'no request at all';

function bothCounts({ stored, captures }: Witnessed, side: Side) {
  return stored.recordings
    .filter(({ question }) => !leftOut(question))
    .map((recording) => {
      const events = sideOf(recording, side);
      const ports = (control: boolean) =>
        events
          .filter((event): event is OpenEvent => event.type === 'open' && event.control === control)
          .map((open) => portsAtProxy(open, side));
      const capture = captures.get(recording);
      if (!capture) throw new Error(`nobody saw the attempt of "${recording.question}"`);
      return {
        tap: { question: recording.question, side, ...countTrace({ ...recording, events }) },
        tshark: { question: recording.question, side, ...countCapture(capture, ports(false), ports(true)) },
      };
    });
}

/** Where the connection meets the proxy: from the tap in front, or to the tap behind. */
function portsAtProxy({ front, back }: OpenEvent, side: Side): Ports {
  return side === 'front'
    ? { client: portOf(back.tap), server: portOf(back.server) }
    : { client: portOf(front.client), server: portOf(front.tap) };
}

function portOf(address: Address | null): number {
  if (address === null || 'path' in address) throw new Error('a connection without ports');
  return address.port;
}
