/** The first bytes of each message as they crossed the tap: text where a protocol is made of text, else hexadecimal. */
import type { Message } from '../../model/message.ts';
import type { Direction, TraceEvent } from '../../model/trace.ts';
import { english, type Say } from '../language/say.ts';
import { showBytes } from '../words/bytes.ts';

const bytesShown = 256;
const linesShown = 10;

export type Excerpts = (message: Message) => string[];

export function excerpts(events: TraceEvent[], say: Say = english): Excerpts {
  const lanes = lanesOf(events);
  return (message) => {
    const pieces = lanes.get(`${message.connection} ${message.direction}`) ?? [];
    const to = Math.min(message.to, message.from + bytesShown);
    const bytes = slice(pieces, message.from, to);
    if (bytes.length === 0) return [];
    const lines = showBytes(bytes, isText(message), linesShown, say);
    return message.to > to ? [...lines.slice(0, linesShown - 1), '…'] : lines;
  };
}

interface Piece {
  from: number;
  bytes: Uint8Array;
}

/** By ordinal of the connection among those that are not the bench's own, and direction. */
function lanesOf(events: TraceEvent[]): Map<string, Piece[]> {
  const ordinals = new Map<number, number>();
  const lanes = new Map<string, Piece[]>();
  for (const event of events) {
    if (event.type === 'open' && !event.control) ordinals.set(event.connection, ordinals.size + 1);
    if (event.type !== 'bytes') continue;
    const ordinal = ordinals.get(event.connection);
    if (ordinal === undefined) continue;
    const lane = lanes.get(key(ordinal, event.direction)) ?? [];
    const last = lane.at(-1);
    lane.push({ from: last ? last.from + last.bytes.length : 0, bytes: event.bytes });
    lanes.set(key(ordinal, event.direction), lane);
  }
  return lanes;
}

const key = (connection: number, direction: Direction): string => `${connection} ${direction}`;

function slice(pieces: Piece[], from: number, to: number): Uint8Array {
  const bytes: number[] = [];
  for (let index = firstAfter(pieces, from); index < pieces.length; index++) {
    const piece = pieces[index];
    if (!piece || piece.from >= to) break;
    bytes.push(...piece.bytes.subarray(Math.max(0, from - piece.from), to - piece.from));
  }
  return Uint8Array.from(bytes);
}

/** Index of the first piece that ends after this offset: lanes may be long, and every message asks. */
function firstAfter(pieces: Piece[], offset: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const piece = pieces[middle];
    if (piece && piece.from + piece.bytes.length <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

const isText = ({ kind, http }: Message): boolean =>
  kind === 'record' || ((kind === 'request' || kind === 'response') && http?.version !== '2');
