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
export const judgeCapture = (
  name: string | null,
  chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
  ports: readonly number[],
): Promise<ReadCapture> => judgeSource(name, unpacked(chunks, name), ports);

/** `file`: where it was seen, if that is to be said beside each server. */
export async function judgeSource(
  name: string | null,
  source: Source,
  ports: readonly number[],
  file: string | null = null,
): Promise<ReadCapture> {
  const servers = new Map<string, StreamMeasurement>();
  const capture = readCapture({
    ports,
    opened(event, on) {
      const target = addressText(event.back.server);
      const server = event.transport === 'udp' ? `${target}/udp` : target;
      // Interfaces that the file names tell apart what only shares an address.
      const key = `${server} ${on.name ?? ''}`;
      const known = servers.get(key) ?? measureStream({ lab: 'read', target: server, on: on.name, file });
      servers.set(key, known);
      known.push(event);
      return known.push;
    },
  });
  return asCapture(name, async () => {
    for await (const chunk of source.chunks) capture.push(chunk);
    const summary = capture.end(source.isDamaged());
    if (summary.damaged) for (const server of servers.values()) server.cutShort();
    return { reports: [...servers.values()].map((server) => server.report()), summary };
  });
}

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
