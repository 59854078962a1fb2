/**
 * Puts fragments together, RFC 791 §3.2 and RFC 8200 §4.5, in bounded memory. Where two overlap and are not the same,
 * hosts differ in what they make of it: the packet is given up, as RFC 5722 has it.
 */
import type { IpPacket } from './ip.ts';
import { type Heading, headingOf, type Rebuilt, rebuilt } from './rebuilt.ts';

export interface Lost {
  packets: number;
  protocol: number;
  /** Numbers of the hosts between which it went. */
  hosts: [source: number, destination: number];
}

export interface Fragments {
  /** The whole of which this was the last piece; null while others are missing. `packets`: how many it came in. */
  take(
    ip: IpPacket,
    data: Buffer,
    at: number,
    hosts: [number, number],
  ): (Rebuilt & { packets: number }) | null;
  /** When the oldest is given up; what is missing does not come any more. */
  due: number;
  giveUp(at: number): void;
}

interface Piece {
  from: number;
  to: number;
  /** As far as it was captured. */
  bytes: Buffer;
}

interface Pieces {
  heading: Heading;
  /** In their order. */
  pieces: Piece[];
  packets: number;
  bytes: number;
  /** What is there of `total`: pieces do not overlap. */
  covered: number;
  /** Known with the last piece. */
  total: number | null;
  due: number;
  /** Nothing can be made of it: two pieces contradict each other, or it would be too large. */
  isSpoilt: boolean;
  isWhole: boolean;
  hosts: [number, number];
}

/** RFC 8200 §4.5. */
const longestWait = 60e9;
/** After which a number may be used again, RFC 791 §2.3; copies of pieces come sooner. */
const copiesWithin = 1e9;
const mostPackets = 256;
const mostBytes = 8 * 1024 * 1024;
const mostPieces = 2048;

/** `lost` is told of what will never be whole. */
export function createFragments(lost: (what: Lost) => void): Fragments {
  /** Those that began first stand first. */
  const waiting = new Map<string, Pieces>();
  let bytes = 0;

  function drop(key: string, held: Pieces): void {
    waiting.delete(key);
    bytes -= held.bytes;
    const { packets, heading, hosts } = held;
    if (!held.isWhole) lost({ packets, protocol: heading.protocol, hosts });
  }

  function giveUp(at: number): void {
    self.due = Number.POSITIVE_INFINITY;
    for (const [key, held] of waiting) {
      if (held.due <= at) drop(key, held);
      else self.due = Math.min(self.due, held.due);
    }
  }

  function dropOldest(): void {
    for (const [key, held] of waiting) {
      if (waiting.size <= mostPackets && bytes <= mostBytes) return;
      drop(key, held);
    }
  }

  function begin(key: string, ip: IpPacket, data: Buffer, at: number, hosts: [number, number]): Pieces {
    const held: Pieces = {
      heading: headingOf(ip, data),
      pieces: [],
      packets: 0,
      bytes: 0,
      covered: 0,
      total: null,
      due: at + longestWait,
      isSpoilt: false,
      isWhole: false,
      hosts,
    };
    waiting.set(key, held);
    self.due = Math.min(self.due, held.due);
    return held;
  }

  function joined(held: Pieces, total: number): Rebuilt & { packets: number } {
    const captured: Buffer[] = [];
    for (const { from, to, bytes: part } of held.pieces) {
      captured.push(part);
      if (part.length < to - from) break;
    }
    const whole = rebuilt(held.heading, Buffer.concat(captured), total);
    held.isWhole = true;
    return { ...whole, packets: held.packets };
  }

  const self: Fragments = {
    due: Number.POSITIVE_INFINITY,
    giveUp,
    take(ip, data, at, hosts) {
      const key = keyOf(ip, data);
      const known = waiting.get(key);
      const piece: Piece = {
        from: ip.offset,
        to: ip.offset + ip.length,
        bytes: Buffer.from(data.subarray(ip.from, ip.to)),
      };
      const isCopy = known?.isWhole === true && at < known.due && fits(known.pieces, piece) === 'copy';
      if (isCopy) return null;
      if (known?.isWhole) drop(key, known);
      const held = known === undefined || known.isWhole ? begin(key, ip, data, at, hosts) : known;
      held.packets += 1;
      if (held.isSpoilt) return null;
      if (piece.from === 0) held.heading = headingOf(ip, data);
      if (!place(held, piece, ip)) spoil(held);
      const whole = held.isSpoilt || held.covered !== held.total ? null : joined(held, held.total ?? 0);
      if (whole !== null) held.due = at + copiesWithin;
      self.due = Math.min(self.due, held.due);
      dropOldest();
      return whole;
    },
  };

  /** False where the packet cannot be. */
  function place(held: Pieces, piece: Piece, { length, hasMore, version }: IpPacket): boolean {
    if (piece.to > (version === 4 ? 65_515 : 65_535)) return false;
    const fit = fits(held.pieces, piece);
    if (fit === 'copy') return true;
    if (fit === 'overlaps' || held.pieces.length === mostPieces) return false;
    if (!hasMore) {
      if (held.total !== null && held.total !== piece.to) return false;
      held.total = piece.to;
    }
    held.pieces.splice(fit, 0, piece);
    held.covered += length;
    held.bytes += piece.bytes.length;
    bytes += piece.bytes.length;
    return (held.pieces.at(-1)?.to ?? 0) <= (held.total ?? Number.POSITIVE_INFINITY);
  }

  function spoil(held: Pieces): void {
    bytes -= held.bytes;
    held.bytes = 0;
    held.pieces = [];
    held.isSpoilt = true;
  }

  return self;
}

/** The place of a piece among others, in order; or that one is the same, or that it overlaps one. */
function fits(pieces: Piece[], piece: Piece): number | 'copy' | 'overlaps' {
  let place = pieces.length;
  for (; place > 0; place--) {
    const before = pieces[place - 1];
    if (before === undefined || before.from < piece.from) break;
    if (before.from === piece.from)
      return before.to === piece.to && before.bytes.equals(piece.bytes) ? 'copy' : 'overlaps';
  }
  const isClear =
    (pieces[place - 1]?.to ?? 0) <= piece.from &&
    piece.to <= (pieces[place]?.from ?? Number.POSITIVE_INFINITY);
  return isClear ? place : 'overlaps';
}

/** RFC 791 §2.3: addresses, protocol and number; RFC 8200 §4.5 without the protocol. */
function keyOf({ source, version, identification, protocol }: IpPacket, data: Buffer): string {
  const addresses = data.toString('latin1', source, source + (version === 4 ? 8 : 32));
  return `${addresses} ${identification}${version === 4 ? ` ${protocol}` : ''}`;
}
