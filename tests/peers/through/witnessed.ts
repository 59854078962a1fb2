/** A run of `through` that tshark has seen, too: what both count of each side of the proxy. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sideOf } from '../../../src/assess/through/traces.ts';
import { runThrough } from '../../../src/bench/run-through.ts';
import type { Recording, StoredLab } from '../../../src/model/recording.ts';
import type { ThroughKind } from '../../../src/model/scripts/through.ts';
import type { Address, OpenEvent, Side } from '../../../src/model/trace.ts';
import { askedOf } from '../../../src/subjects/asked.ts';
import { recordLoopback } from '../support/loopback.ts';
import type { Packet } from '../support/packet.ts';
import { countTrace } from '../support/tap-counts.ts';
import { type ProxyKind, startProxy } from '../support/through-proxies.ts';
import {
  asHttp,
  type Capture,
  countCapture,
  type Ports,
  readCapture,
  readCarried,
} from '../support/tshark.ts';

interface Witnessed {
  stored: StoredLab;
  /** What crossed loopback during each attempt of a question: a port may serve again in the next. */
  captures: Map<Recording, Capture>;
}

/** A run of `through`, and what crossed loopback meanwhile. */
export async function witnessed(kind: ProxyKind, kinds?: readonly ThroughKind[]): Promise<Witnessed> {
  const folder = await mkdtemp(join(tmpdir(), 'witness-'));
  const file = join(folder, 'loopback.pcap');
  const proxy = await startProxy(kind);
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
      const asked = askedOf(new URL(url));
      stored = await runThrough({
        asked,
        originPort,
        stepSeconds: 15,
        onAttempt,
        ...(kinds ? { kinds } : {}),
      });
    } finally {
      await recording.stop();
    }
    const decoded = ports.map(asHttp);
    const all = await readCapture(file, decoded);
    const [whole, raw] = [divided(all.joined, port), divided(all.apart, port)];
    const captures = new Map<Recording, Capture>();
    for (const [index, attempt] of attempts.entries()) {
      const [joined, apart] = [whole[index] ?? [], raw[index] ?? []];
      captures.set(attempt, { joined, apart, carried: await readCarried(file, joined, decoded) });
    }
    return { stored, captures };
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

export function bothCounts({ stored, captures }: Witnessed, side: Side) {
  return stored.recordings
    .filter((recording) => !leftOut(recording.question))
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
