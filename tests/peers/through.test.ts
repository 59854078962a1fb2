/**
 * `through` on the proxies that people run. What each one holds and lets pass is told by the tap on either side of it,
 * and tshark, which sees the packets between the proxy and both taps, must count the same.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runThrough } from '../../src/bench/through.ts';
import { assessThrough } from '../../src/bench/through-assess.ts';
import { type Side, sideOf } from '../../src/bench/through-traces.ts';
import type { Recording, StoredLab } from '../../src/model/recording.ts';
import type { Path } from '../../src/model/result.ts';
import type { Address, OpenEvent } from '../../src/model/trace.ts';
import { advice } from '../../src/report/through-advice.ts';
import { recordLoopback, tcpdumpProof } from './loopback.ts';
import { describeWithPeers } from './programs.ts';
import { countTrace } from './tap-counts.ts';
import { proxies, startProxy } from './through-proxies.ts';
import { type Capture, countCapture, type Ports, readCapture, tsharkProof } from './tshark.ts';

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
  'HAProxy as it comes': {
    says: 'HAProxy',
    path: all('streams', 'yes', 'yes', 'yes', 'yes'),
    behind: [1, 5],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: ['http-reuse', 'option http-no-delay'],
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
      const { stored, attempts, capture } = await witnessed(name as keyof typeof proxies);
      const { result } = assessThrough(stored);
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
      const sentences = advice(result);
      expect(sentences).toHaveLength(settings.length);
      for (const [index, setting] of settings.entries()) expect(sentences[index]).toContain(setting);

      for (const side of ['front', 'back'] as const)
        for (const [question, { tap, tshark }] of bothCounts(stored, attempts, capture, side))
          expect({ question, side, ...tap }).toEqual({ question, side, ...tshark });
    }, 180_000);
  });
}

interface Witnessed {
  stored: StoredLab;
  /** Also those that were made again. */
  attempts: Recording[];
  capture: Capture;
}

/** A run of `through`, and what crossed loopback meanwhile. */
async function witnessed(name: keyof typeof proxies): Promise<Witnessed> {
  const folder = await mkdtemp(join(tmpdir(), 'witness-'));
  const file = join(folder, 'loopback.pcap');
  try {
    const proxy = await startProxy(proxies[name]);
    const { url, originPort } = proxy;
    const recording = await recordLoopback(file);
    const attempts: Recording[] = [];
    let stored: StoredLab;
    try {
      stored = await runThrough({
        url: new URL(url),
        originPort,
        stepSeconds: 15,
        onAttempt: (attempt) => attempts.push(attempt),
      });
    } finally {
      await proxy.stop();
      await recording.stop();
    }
    return { stored, attempts, capture: await readCapture(file, [Number(new URL(url).port), originPort]) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Questions in which something is said on purpose that the proxy does not take for a request. */
const leftOut = (question: string): boolean =>
  question.startsWith('reach over') || question === 'no request at all';

/** A proxy may close its connections late, so that those of one question are still there in the next. */
function bothCounts({ recordings }: StoredLab, attempts: Recording[], capture: Capture, side: Side) {
  const all = attempts.flatMap((recording) => opensOf(recording, side));
  return recordings
    .filter(({ question }) => !leftOut(question))
    .map((recording) => {
      const counted = opensOf(recording, side).filter(({ control }) => !control);
      const others = all.filter((open) => !counted.includes(open));
      const ports = (open: OpenEvent) => portsAtProxy(open, side);
      return [
        recording.question,
        {
          tap: countTrace({ ...recording, events: sideOf(recording, side) }),
          tshark: countCapture(capture, counted.map(ports), others.map(ports)),
        },
      ] as const;
    });
}

const opensOf = (recording: Recording, side: Side): OpenEvent[] =>
  sideOf(recording, side).filter((event): event is OpenEvent => event.type === 'open');

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
