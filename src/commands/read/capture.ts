/**
 * Judges a capture that something else recorded: one result for each server address (and named interface),
 * at one level, as observed.
 * Events go through dissectors and counts as they are read, so that a file may be larger than memory.
 */
import { open } from 'node:fs/promises';
import type { StreamMeasurement } from '../../assess/observe.ts';
import { type CaptureSummary, readCapture } from '../../capture/capture.ts';
import { CaptureError } from '../../capture/packets/packet.ts';
import type { LabReport } from '../../model/report.ts';
import type { ToldEvent } from '../../model/slice.ts';
import { UsageError } from '../../usage-error.ts';
import { stride } from './parts/stride.ts';
import type { PartWriter } from './parts/writer.ts';
import { addressText, seenServers, serverOf } from './servers.ts';
import { type Source, unpacked } from './unpacked.ts';

export interface ReadCapture {
  /** In the order in which the servers were first seen. */
  reports: LabReport[];
  summary: CaptureSummary;
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
  read(name: string | null, source: Source, among?: Among): Promise<CaptureEnded>;
  /** In the order in which the servers were first seen; asked for once. */
  reports(): LabReport[];
}

export interface CaptureEnded extends CaptureSummary {
  /** How many were seen. */
  servers: number;
  /** When the last packet was seen: nanoseconds since the first of all; NaN where there is none. */
  last: number;
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

/** `part`: writes down, of one capture, what can be merged with others. */
export function judgeCaptures(ports: readonly number[], part?: PartWriter): Judging {
  const servers = seenServers(part === undefined ? {} : { part });
  const reached = { seq: 0, connections: 0 };
  let read = 0;
  return {
    reports: servers.reports,
    read(name, source, { at, isApart, opened } = alone) {
      const seen = new Set<StreamMeasurement>();
      const nth = ++read;
      const capture = readCapture({
        ports,
        after: { ...reached, at },
        ...(part === undefined ? {} : { seen: part.seen, stride }),
        opened(event, on) {
          const server = serverOf(event, on);
          const known = servers.of(server);
          seen.add(known);
          opened?.(`${addressText(event.front.client)} ${server.target} ${server.on ?? ''}`);
          const { client } = event.front;
          const ends = { source: capture.endpoint(client), destination: capture.endpoint(event.back.server) };
          part?.opened(event.connection, event.transport === 'tcp' ? ends : null);
          known.push(isApart ? { ...event, client: servers.clientIn(nth, event.front.client) } : event);
          return part === undefined ? known.push : tellingEnds(known.push, part);
        },
      });
      return asCapture(name, async () => {
        for await (const chunk of source.chunks) capture.push(chunk);
        const summary = capture.end(source.isDamaged());
        const { seq, connections, at: last } = capture.reached();
        Object.assign(reached, { seq, connections });
        if (summary.damaged) for (const server of seen) server.cutShort();
        return { ...summary, servers: seen.size, last };
      });
    },
  };
}

const alone: Among = { at: 0, isApart: false };

const tellingEnds =
  (push: (event: ToldEvent) => void, part: PartWriter) =>
  (event: ToldEvent): void => {
    if (event.type === 'close') part.closed(event.connection);
    push(event);
  };

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
