/**
 * Judges a capture that something else recorded: one result for each server address (and named interface),
 * at one level, as observed.
 * Events go through dissectors and counts as they are read, so that a file may be larger than memory.
 */
import { open } from 'node:fs/promises';
import { measureStream, type StreamMeasurement } from '../../assess/observe.ts';
import { type CaptureSummary, readCapture } from '../../capture/capture.ts';
import { CaptureError } from '../../capture/packets/packet.ts';
import type { LabReport } from '../../model/report.ts';
import type { Address } from '../../model/trace.ts';
import { UsageError } from '../../usage-error.ts';
import { unpacked } from './unpacked.ts';

export interface ReadCapture {
  /** In the order in which the servers were first seen. */
  reports: LabReport[];
  summary: CaptureSummary;
}

/** Bytes of a capture, and what is to be asked once they were read: whether some are missing. */
export interface Source {
  chunks: AsyncIterable<Buffer>;
  isDamaged(): boolean;
}

/**
 * Each chunk is read before the next one is asked for. Throws a UsageError for what is no capture. `name`: of the file,
 * null for what comes from a pipe.
 */
export async function judgeCapture(
  name: string | null,
  chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
  ports: readonly number[],
): Promise<ReadCapture> {
  const judging = judgeCaptures(ports);
  const summary = await judging.read(name, unpacked(chunks, name));
  return { reports: judging.reports(), summary };
}

export interface Judging {
  /** One capture after the other. Throws a UsageError for what is no capture. */
  read(name: string | null, source: Source, among?: Among): Promise<CaptureSummary & { servers: number }>;
  /** In the order in which the servers were first seen; asked for once. */
  reports(): LabReport[];
}

/** Of a capture among several. */
export interface Among {
  /** Nanoseconds since the first of them began. */
  at: number;
  /** There are others: what its clients did before and after it, and elsewhere meanwhile, nobody knows. */
  isApart: boolean;
  /** Told of each connection. */
  opened?(ends: string): void;
}

/** What was seen of one server adds up, whatever capture it is in. */
export function judgeCaptures(ports: readonly number[]): Judging {
  const servers = new Map<string, StreamMeasurement>();
  const reached = { seq: 0, connections: 0 };
  let read = 0;
  const numbers = new Map<string, number>();
  /** By host, for each capture anew. */
  const clientsOf = (capture: number) => (client: Address) => {
    const key = `${capture} ${'path' in client ? client.path : client.host}`;
    const number = numbers.get(key) ?? numbers.size + 1;
    numbers.set(key, number);
    return number;
  };
  return {
    reports: () => [...servers.values()].map((server) => server.report()),
    read(name, source, { at, isApart, opened } = alone) {
      const seen = new Set<StreamMeasurement>();
      const clients = clientsOf(++read);
      const capture = readCapture({
        ports,
        after: { ...reached, at },
        opened(event, on) {
          const target = addressText(event.back.server);
          const server = event.transport === 'udp' ? `${target}/udp` : target;
          // Interfaces that the file names tell apart what only shares an address.
          const key = `${server} ${on.name ?? ''}`;
          const known = servers.get(key) ?? measureStream({ lab: 'read', target: server, on: on.name });
          servers.set(key, known);
          seen.add(known);
          opened?.(`${addressText(event.front.client)} ${key}`);
          known.push(isApart ? { ...event, client: clients(event.front.client) } : event);
          return known.push;
        },
      });
      return asCapture(name, async () => {
        for await (const chunk of source.chunks) capture.push(chunk);
        const summary = capture.end(source.isDamaged());
        Object.assign(reached, capture.reached());
        if (summary.damaged) for (const server of seen) server.cutShort();
        return { ...summary, servers: seen.size };
      });
    },
  };
}

const alone: Among = { at: 0, isApart: false };

/** Says of which file it is that it is no capture. */
export async function asCapture<T>(name: string | null, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CaptureError)
      throw new UsageError(`cannot read ${name ?? 'stdin'}: ${error.message}`);
    throw error;
  }
}

/** Small enough for a processor's cache: what was just read is looked at from there. */
const chunkSize = 1024 * 1024;

/** A file in pieces. While one is looked at the next is read, into the memory of the one before. */
export async function* fileChunks(file: string): AsyncGenerator<Buffer> {
  const handle = await open(file);
  let [chunk, other] = [Buffer.allocUnsafeSlow(chunkSize), Buffer.allocUnsafeSlow(chunkSize)];
  const begin = (into: Buffer) => {
    const read = handle.read(into, 0, chunkSize, null);
    // Whoever stops before it has come does not ask what became of it.
    read.catch(() => {});
    return read;
  };
  let reading = begin(chunk);
  try {
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      reading = begin(other);
      yield chunk.subarray(0, bytesRead);
      [chunk, other] = [other, chunk];
    }
  } finally {
    await reading.catch(() => {});
    await handle.close();
  }
}

/** In the notation of URLs. */
function addressText(address: Address): string {
  if ('path' in address) return address.path;
  return address.host.includes(':') ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
}
