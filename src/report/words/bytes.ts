/**
 * The bytes of single messages as they crossed the tap, piece by piece, for `explain`: HTTP/1.x as text with its line
 * ends made visible (RFC 9112 §2.1), everything else as hexadecimal with the text beside it.
 */
import type { Message } from '../../model/message.ts';
import type { Recording } from '../../model/recording.ts';
import type { Transcript } from '../../model/transcript.ts';
import type { Say } from '../language/say.ts';
import { cut, printable } from './text.ts';

/** What one event of the trace brought of one message. */
export interface Piece {
  message: Message;
  /** Place in the tap's order. */
  seq: number;
  bytes: Uint8Array;
  /** Offset in the message. */
  from: number;
}

/** In the tap's order, so that messages that overlap lie in one another's midst. */
export function piecesOf(messages: Message[], recording: Recording, transcript: Transcript): Piece[] {
  const found: Piece[] = [];
  const offsets = new Map<string, number>();
  const ordinals = ordinalsOf(recording, transcript);
  for (const event of recording.events) {
    if (event.type !== 'bytes') continue;
    const connection = ordinals.get(event.connection);
    if (connection === undefined) continue;
    const key = `${connection} ${event.direction}`;
    const start = offsets.get(key) ?? 0;
    const stop = start + event.bytes.length;
    offsets.set(key, stop);
    for (const message of messages) {
      if (message.connection !== connection || message.direction !== event.direction) continue;
      const from = Math.max(start, message.from);
      const to = Math.min(stop, message.to);
      if (from >= to) continue;
      const bytes = event.bytes.subarray(from - start, to - start);
      found.push({ message, seq: event.seq, bytes, from: from - message.from });
    }
  }
  return found;
}

/** Lines for the reader, at most so many of them, the last of which then says how much there is. */
export function showBytes(bytes: Uint8Array, asText: boolean, most: number, say: Say): string[] {
  const some = bytes.subarray(0, most * textColumns);
  const lines = asText ? textLines(some) : hexLines(some);
  if (lines.length <= most && some.length === bytes.length) return lines;
  return [...lines.slice(0, most - 1), say('… ({n} bytes in all)', { n: bytes.length })];
}

/** The trace numbers all connections, a transcript those that are not the bench's own, both in order of opening. */
function ordinalsOf({ events }: Recording, { connections }: Transcript): Map<number, number> {
  const opens = events.flatMap((event) =>
    event.type === 'open' && !event.control ? [event.connection] : [],
  );
  return new Map(opens.flatMap((number, index) => (index < connections.length ? [[number, index + 1]] : [])));
}

const textColumns = 84;

function textLines(bytes: Uint8Array): string[] {
  const text = printable(latin1(bytes), Number.POSITIVE_INFINITY);
  return text
    .split(/(?<=␊)/)
    .filter((line) => line !== '')
    .map((line) => cut(line, textColumns));
}

const row = 16;

function hexLines(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  for (let from = 0; from < bytes.length; from += row) {
    const some = [...bytes.subarray(from, from + row)];
    const hex = some.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = some.map((byte) => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${hex.padEnd(3 * row - 1)}  ${text}`);
  }
  return lines;
}

/** One character a byte, so that nothing is lost or joined. */
const latin1 = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
