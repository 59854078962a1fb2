/**
 * Judges a capture that something else recorded: one result for each server address (and named interface),
 * at one level, as observed.
 * Events go through dissectors and counts as they are read, so that a file may be larger than memory.
 */
import { open } from 'node:fs/promises';
import { measureStream, type StreamMeasurement } from '../bench/observe.ts';
import { type CaptureSummary, readCapture } from '../capture/capture.ts';
import { CaptureError } from '../capture/packet.ts';
import type { Address } from '../model/trace.ts';
import type { LabReport } from '../report/report.ts';
import { UsageError } from '../usage-error.ts';

export interface ReadCapture {
  /** In the order in which the servers were first seen. */
  reports: LabReport[];
  summary: CaptureSummary;
}

/** `chunks` are never changed again. Throws a UsageError for what is no capture. */
export async function judgeCapture(
  name: string,
  chunks: AsyncIterable<Buffer>,
  ports: readonly number[],
): Promise<ReadCapture> {
  const servers = new Map<string, StreamMeasurement>();
  const capture = readCapture({
    ports,
    opened(event, on) {
      const target = addressText(event.back.server);
      const server = event.transport === 'udp' ? `${target}/udp` : target;
      // Interfaces that the file names tell apart what only shares an address.
      const key = `${server} ${on.name ?? ''}`;
      const known = servers.get(key) ?? measureStream({ lab: 'read', target: server, on: on.name });
      servers.set(key, known);
      known.push(event);
      return known.push;
    },
  });
  try {
    for await (const chunk of chunks) capture.push(chunk);
    const summary = capture.end();
    if (summary.damaged) for (const server of servers.values()) server.cutShort();
    return { reports: [...servers.values()].map((server) => server.report()), summary };
  } catch (error) {
    if (error instanceof CaptureError) throw new UsageError(`cannot read ${name}: ${error.message}`);
    throw error;
  }
}

const chunkSize = 1024 * 1024;

/** A file in pieces, each in memory of its own. */
export async function* fileChunks(file: string): AsyncGenerator<Buffer> {
  const handle = await open(file);
  const next = () => handle.read(Buffer.allocUnsafe(chunkSize), 0, chunkSize, null);
  // The next piece is read while this one is being judged.
  let reading = next();
  try {
    for (;;) {
      const { bytesRead, buffer } = await reading;
      if (bytesRead === 0) return;
      reading = next();
      yield buffer.subarray(0, bytesRead);
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
