/**
 * Joins parts: packets that they carry are read on, as if they had come from one file, and in between what is told of
 * connections that lie within a part is followed, each at the place in the order at which it was told.
 */
import type { StreamMeasurement } from '../../assess/observe.ts';
import { type Capture, type CaptureSummary, readCapture } from '../../capture/capture.ts';
import type { CaptureInterface } from '../../capture/packets/packet.ts';
import type { Part } from '../../model/parts/part.ts';
import type { LabReport } from '../../model/report.ts';
import type { OpenEvent } from '../../model/trace.ts';
import { readPackets } from '../read/parts/packets.ts';
import { readSteps, type ServerStep } from '../read/parts/steps.ts';
import { stride } from '../read/parts/stride.ts';
import { addressText, type Server, type Servers, seenServers, serverOf } from '../read/servers.ts';

export interface Joined {
  reports: LabReport[];
  /** Of each run. */
  summaries: (CaptureSummary & { servers: number })[];
}

/** What is to be told, of each connection of a run, of its ends; null: nothing. */
export type Opened = (run: number) => ((ends: string) => void) | null;

/** `runs`: each of one capture, in the order in which they began. */
export function joinRuns(runs: readonly (readonly Part[])[], opened: Opened = () => null): Joined {
  const servers = seenServers({ follows: true });
  const origin = BigInt(runs[0]?.[0]?.first ?? 0);
  const summaries: Joined['summaries'] = [];
  let [packets, connections] = [0, 0];
  for (const [nth, run] of runs.entries()) {
    const capture = runs.length > 1 ? nth : null;
    const joined = joinRun(run, { servers, origin, packets, connections, capture, opened: opened(nth) });
    summaries.push(joined.summary);
    connections = joined.connections;
    packets += run.reduce((sum, part) => sum + part.packets, 0);
  }
  return { reports: servers.reports(), summaries };
}

interface Place {
  servers: Servers;
  /** Nanoseconds since 1970 at which the first of all began. */
  origin: bigint;
  /** So many came before. */
  packets: number;
  connections: number;
  /** Its number, where there are several, whose clients have nothing to do with each other; else null. */
  capture: number | null;
  opened: ((ends: string) => void) | null;
}

function joinRun(run: readonly Part[], place: Place) {
  const { servers, origin, packets: before, connections, capture: number } = place;
  const seen = new Set<StreamMeasurement>();
  const clientOf = (open: OpenEvent) =>
    number === null ? open : { ...open, client: servers.clientIn(number, open.front.client) };
  const tell = ({ front }: OpenEvent, { target, on }: Server): void =>
    place.opened?.(`${addressText(front.client)} ${target} ${on ?? ''}`);
  const capture = readCapture({
    ports: [...new Set(run.flatMap(({ ports }) => ports))],
    stride,
    after: { seq: stride * before, connections, at: 0 },
    opened(event, on) {
      const described = serverOf(event, on);
      const server = servers.of(described);
      seen.add(server);
      tell(event, described);
      server.push(clientOf(event));
      return server.push;
    },
  });
  const interfaces = new Map<string, CaptureInterface>();
  let passed = before;
  let last = Number.NaN;
  for (const [nth, part] of run.entries()) {
    const at = Number(BigInt(part.first) - origin);
    const follow = follower(part, {
      capture,
      seq: stride * passed,
      at,
      number: (number ?? 0) * 2 ** 20 + nth,
    });
    for (const { nth, packet } of readPackets(
      Buffer.from(part.edges ?? '', 'base64'),
      theSame(part, interfaces),
    )) {
      follow(stride * (passed + nth));
      packet.at += at;
      capture.take(packet, passed + nth);
    }
    follow(Number.POSITIVE_INFINITY);
    passed += part.packets;
    if (part.last !== null) last = at + part.last;
  }
  const isDamaged = run.some((part) => part.isDamaged);
  const summary = capture.conclude(isDamaged, { packets: passed, at: last });
  if (isDamaged) for (const server of seen) server.cutShort();
  const all = passed - before;
  return {
    summary: {
      ...summary,
      ...keptIn(run, summary),
      packets: all,
      began: Number(BigInt(run[0]?.first ?? 0) / 1_000_000n),
      servers: seen.size,
    },
    connections: capture.reached().connections,
  };

  /** Gives what follows all steps up to an event. */
  function follower(part: Part, to: { capture: Capture; seq: number; at: number; number: number }) {
    const steps = readSteps(Buffer.from(part.steps, 'base64'), to);
    const over = new Map<number, () => void>();
    let next: ServerStep | undefined = nextOf(steps);
    return (until: number): void => {
      for (; next !== undefined && next.step.seq <= until; next = nextOf(steps)) {
        const described = part.servers[next.server];
        if (described === undefined) continue;
        const server = servers.of(described);
        seen.add(server);
        const { step } = next;
        const { connection } = step;
        // The connections of each part have numbers of their own.
        step.connection = to.number * 2 ** 32 + connection;
        if (step.what === 'opened') {
          if (step.open.transport === 'tcp' && part.edges !== null)
            over.set(connection, to.capture.settled(step.open));
          tell(step.open, described);
          step.open = clientOf(step.open);
        }
        server.follow(step);
        if (step.what === 'closed') {
          over.get(connection)?.();
          over.delete(connection);
        }
      }
    };
  }
}

/** Of parts that carry no packets stands in them what could not be read. */
function keptIn(run: readonly Part[], { unread, wrongHeaders }: CaptureSummary) {
  const counts = new Map(unread.map(({ kind, packets }) => [kind, packets]));
  let wrong = wrongHeaders;
  for (const part of run) {
    if (part.edges !== null) continue;
    for (const { kind, packets } of part.unread) counts.set(kind, (counts.get(kind) ?? 0) + packets);
    wrong += part.wrongHeaders;
  }
  const all = [...counts].map(([kind, packets]) => ({ kind, packets }));
  return { unread: all.sort((a, b) => b.packets - a.packets), wrongHeaders: wrong };
}

/** A card is the same in all parts of a capture: of those that are called alike the first stays the first. */
function theSame({ interfaces }: Part, known: Map<string, CaptureInterface>): CaptureInterface[] {
  return interfaces.map(({ link, name }, place) => {
    const alike = interfaces.slice(0, place).filter((other) => other.link === link && other.name === name);
    const key = JSON.stringify([link, name, alike.length]);
    const one = known.get(key) ?? { link, name };
    known.set(key, one);
    return one;
  });
}

const nextOf = <One>(all: Generator<One>): One | undefined => {
  const { value, done } = all.next();
  return done ? undefined : value;
};
