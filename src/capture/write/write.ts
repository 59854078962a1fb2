/**
 * Writes recordings as one pcapng file that Wireshark opens, draft-ietf-opsawg-pcapng: an interface for each question
 * of each lab, named after them. The bench's control connections are left out, as they are from every fact.
 */
import type { StoredLab } from '../../model/recording.ts';
import type { ConnectionEvent } from '../../model/trace.ts';
import { manyRecordings } from './ports.ts';
import { endsOf, type Synthesis, synthesise } from './synthesis.ts';

export interface Written {
  connections: number;
  /** Connections that a capture cannot hold: those of Unix-domain sockets. */
  leftOut: number;
}

const comment =
  'Synthesised by http-version-lab from the record of a relay between the client and the server. Bytes, their order, ' +
  'FIN, RST, times and ports are as they were, but for a client port that two recordings have; segments, sequence numbers and acknowledgements are not. What was ' +
  'surely under way when a segment was sent is not acknowledged by it; one with the experimental option 0x4856 ' +
  'acknowledges what the relay had passed on, of which its sender may have received less.';

/** `began`: nanoseconds since 1970 at which every recording is taken to have begun. The count is complete once all is written. */
export function* writeCapture(labs: StoredLab[], began: bigint, written: Written): Generator<Buffer> {
  const writer = captureWriter(began, written);
  yield writer.section();
  const sources: Source[] = [];
  for (const { description, recordings } of labs) {
    for (const { question, events } of recordings) {
      const seen = events.filter((event) => event.type !== 'mark');
      sources.push({ events: seen, refused: refusedIn(seen) });
      yield writer.source(`${description.lab}: ${question}`, description.title);
    }
  }
  for (const { event, id } of inTime(sources)) {
    yield* writer.event(id, event);
    const isReached = event.type === 'open' && sources[id]?.refused.has(event.connection) === false;
    if (isReached) yield* writer.reached(id, event.connection, event.at);
  }
}

/** Writes a capture block by block, and keeps of it what is open. */
export function captureWriter(
  began: bigint,
  written: Written = { connections: 0, leftOut: 0 },
): CaptureWriter {
  const sources: Map<number, Synthesis>[] = [];
  const apart = manyRecordings();
  const packets = (id: number, event: ConnectionEvent): Buffer[] => {
    const { connection } = event;
    const open = sources[id] ?? new Map<number, Synthesis>();
    if (event.type !== 'open') {
      const known = open.get(connection);
      if (event.type === 'close') open.delete(connection);
      return known?.packets(event) ?? [];
    }
    if (event.control) return [];
    const ends = endsOf(event);
    if (ends === null) {
      written.leftOut += 1;
      return [];
    }
    written.connections += 1;
    // Of one recording nothing need be kept: whoever has a port again there has let go of it before.
    const synthesis = synthesise(sources.length > 1 ? apart(id, ends) : ends, event);
    open.set(connection, synthesis);
    return synthesis.begin();
  };
  const framed = (id: number, at: number, frames: Buffer[]): Buffer[] =>
    frames.map((frame) => packetBlock(id, began + BigInt(at), frame));
  return {
    section: () => block(0x0a0d0d0a, Buffer.concat([sectionHead, option(1, comment), endOfOptions])),
    source(name, about) {
      sources.push(new Map());
      return block(
        1,
        Buffer.concat([ethernet, option(2, name), option(3, about), nanoseconds, endOfOptions]),
      );
    },
    event: (id, event) => framed(id, event.at, packets(id, event)),
    reached: (id, connection, at) => framed(id, at, sources[id]?.get(connection)?.reached() ?? []),
  };
}

export interface CaptureWriter {
  /** What every capture begins with. */
  section(): Buffer;
  /** An interface; they are numbered from 0. */
  source(name: string, about: string): Buffer;
  event(id: number, event: ConnectionEvent): Buffer[];
  /** The relay reached the server of this connection; `at` as in Position. Any event but an error says so, too. */
  reached(id: number, connection: number, at: number): Buffer[];
}

/** Connections of which nothing is told but that the server was not reached. An error later on undoes nothing. */
function refusedIn(events: readonly ConnectionEvent[]): Set<number> {
  const begun = new Set<number>();
  const refused = new Set<number>();
  for (const { type, connection } of events) {
    if (type === 'error' && begun.has(connection)) refused.add(connection);
    if (type === 'open') begun.add(connection);
    else begun.delete(connection);
  }
  return refused;
}

/** All events by time; those of one recording stay in its order. */
function inTime(sources: Source[]): { event: ConnectionEvent; id: number }[] {
  return sources
    .flatMap(({ events }, id) => events.map((event) => ({ event, id })))
    .sort((a, b) => a.event.at - b.event.at || a.id - b.id || a.event.seq - b.event.seq);
}

/** Byte order, version 1.0, length of the section not said. */
const sectionHead = Buffer.from([
  0x4d,
  0x3c,
  0x2b,
  0x1a,
  1,
  0,
  0,
  0,
  ...Array.from({ length: 8 }, () => 0xff),
]);
/** Link type 1, no limit to a packet's length. */
const ethernet = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
/** if_tsresol: 10 to the -9. */
const nanoseconds = Buffer.from([9, 0, 1, 0, 9, 0, 0, 0]);
const endOfOptions = Buffer.alloc(4);

function option(code: number, text: string): Buffer {
  const value = Buffer.from(text, 'utf8').subarray(0, 0xfff0);
  const head = Buffer.alloc(4);
  head.writeUInt16LE(code, 0);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, padded(value)]);
}

function packetBlock(id: number, at: bigint, frame: Buffer): Buffer {
  const head = Buffer.alloc(20);
  head.writeUInt32LE(id, 0);
  head.writeUInt32LE(Number(at >> 32n), 4);
  head.writeUInt32LE(Number(at & 0xffff_ffffn), 8);
  head.writeUInt32LE(frame.length, 12);
  head.writeUInt32LE(frame.length, 16);
  return block(6, Buffer.concat([head, padded(frame)]));
}

function block(type: number, body: Buffer): Buffer {
  const whole = Buffer.alloc(body.length + 12);
  whole.writeUInt32LE(type, 0);
  whole.writeUInt32LE(whole.length, 4);
  whole.set(body, 8);
  whole.writeUInt32LE(whole.length, whole.length - 4);
  return whole;
}

const padded = (value: Buffer): Buffer => Buffer.concat([value, Buffer.alloc((4 - (value.length % 4)) % 4)]);

interface Source {
  events: ConnectionEvent[];
  /** Connections for which the relay did not reach the server. */
  refused: Set<number>;
}
