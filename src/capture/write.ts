/**
 * Writes recordings as one pcapng file that Wireshark opens, draft-ietf-opsawg-pcapng: an interface for each question
 * of each lab, named after them. The bench's control connections are left out, as they are from every fact.
 */
import type { StoredLab } from '../model/recording.ts';
import type { ConnectionEvent } from '../model/trace.ts';
import { type Synthesis, synthesise } from './synthesis.ts';

export interface Written {
  connections: number;
  /** Connections that a capture cannot hold: those of Unix-domain sockets. */
  leftOut: number;
}

const comment =
  'Synthesised by http-version-lab from the record of a relay between the client and the server. Bytes, their order, ' +
  'FIN, RST, times and both ports are as they were; segments, sequence numbers and acknowledgements are not.';

/** `began`: nanoseconds since 1970 at which every recording is taken to have begun. The count is complete once all is written. */
export function* writeCapture(labs: StoredLab[], began: bigint, written: Written): Generator<Buffer> {
  yield block(0x0a0d0d0a, Buffer.concat([sectionHead, option(1, comment), endOfOptions]));
  const sources: Source[] = [];
  for (const { description, recordings } of labs) {
    for (const { question, events } of recordings) {
      const refused = new Set(events.flatMap((event) => (event.type === 'error' ? [event.connection] : [])));
      sources.push({ events: events.filter((event) => event.type !== 'mark'), refused, open: new Map() });
      const name = option(2, `${description.lab}: ${question}`);
      const about = option(3, description.title);
      yield block(1, Buffer.concat([ethernet, name, about, nanoseconds, endOfOptions]));
    }
  }
  for (const { event, id } of inTime(sources)) {
    const source = sources[id];
    if (source === undefined) continue;
    for (const frame of framesOf(event, source, written))
      yield packetBlock(id, began + BigInt(event.at), frame);
  }
}

/** All events by time; those of one recording stay in its order. */
function inTime(sources: Source[]): { event: ConnectionEvent; id: number }[] {
  return sources
    .flatMap(({ events }, id) => events.map((event) => ({ event, id })))
    .sort((a, b) => a.event.at - b.event.at || a.id - b.id || a.event.seq - b.event.seq);
}

function framesOf(event: ConnectionEvent, { open, refused }: Source, written: Written): Buffer[] {
  if (event.type !== 'open') return open.get(event.connection)?.packets(event) ?? [];
  if (event.control) return [];
  const synthesis = synthesise(event, refused.has(event.connection));
  if (synthesis === null) {
    written.leftOut += 1;
    return [];
  }
  written.connections += 1;
  open.set(event.connection, synthesis);
  return synthesis.begin();
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
  open: Map<number, Synthesis>;
}
