/**
 * Clients and servers mostly send the same head again and again: where the bytes are those of the last one, they need
 * not be searched for their end nor made into text once more.
 */
import type { HttpFields } from '../../model/message.ts';
import type { Direction } from '../../model/trace.ts';
import type { Framing } from './framing.ts';
import type { Fields, HeadFault, RequestLine, StatusLine } from './head.ts';
import type { Section } from './section.ts';

/** Bytes; a longer head is not worth keeping. */
const longestKnown = 4096;

/** Whether its bytes begin at `from`. Heads are compared here, since to call for it takes longer than most of them. */
export function standsAt(
  { length, words, rest }: KnownHead,
  view: DataView,
  from: number,
  to: number,
): boolean {
  if (from + length > to) return false;
  let at = from;
  for (let nth = 0; nth < words.length; nth++, at += 8)
    if (view.getFloat64(at, true) !== words[nth]) return false;
  for (let nth = 0; nth < rest.length; nth++, at++) if (view.getUint8(at) !== rest[nth]) return false;
  return true;
}

/** Keeps a head that lay whole in these bytes for the next one to be compared with. */
export function remember(
  direction: { name: Direction; known: KnownHead | null },
  { buffered, text }: Section,
  view: DataView,
  from: number,
  to: number,
): void {
  const length = to - from;
  if (buffered !== null || text === null || length > longestKnown || direction.known?.text === text) return;
  const words = new Float64Array(Math.floor(length / 8));
  let at = from;
  for (let nth = 0; nth < words.length; nth++, at += 8) words[nth] = view.getFloat64(at, true);
  const rest = new Uint8Array(view.buffer, view.byteOffset + at, to - at).slice();
  direction.known = words.every(isBytes) ? { text, length, words, rest } : null;
  latestOf(direction.name).known = direction.known;
}

/**
 * The last heads of all connections, whosever they were: what is read in a text depends on nothing else, and a connection
 * mostly begins as the one before it did.
 */
const latest: Record<Direction, LatestHead> = {
  c2s: { known: null, read: null },
  s2c: { known: null, read: null },
};

export const latestOf = (direction: Direction): LatestHead => latest[direction];

/** Keeps what a head says. One that is cut lacks its last line, so that no whole one has the same text. */
export function noteRead(direction: { name: Direction; read: ReadHead | null }, read: ReadHead): void {
  direction.read = read;
  latestOf(direction.name).read = read;
}

interface LatestHead {
  known: KnownHead | null;
  read: ReadHead | null;
}

/** Zero is written in two ways, which no sound head holds. What is no number equals nothing, and is read anew. */
const isBytes = (word: number): boolean => word !== 0;

/** A head as it lay in one piece of bytes. */
export interface KnownHead {
  text: string;
  length: number;
  /** Its bytes, eight in a word, read as a number that all eight make up, and those that are left over. */
  words: Float64Array;
  rest: Uint8Array;
}

/** A head's text and what it says, which is the same whenever the text is. */
export interface ReadHead {
  text: string;
  line: RequestLine | StatusLine;
  fields: Fields;
  /** c2s: what the head alone says; s2c: what it says in response to this method. */
  framing: Framing;
  method: string;
  /** 1 in HTTP/1.1: c2s of its own, s2c of its request. */
  minor: number;
  http: HttpFields;
  /** In the order of the lines. */
  faults: readonly HeadFault[];
  /** It says `Connection: close`. */
  closes: boolean;
}
