/** The first bytes of one direction, kept until it can be told what they are. */

export const nothing = Buffer.alloc(0);

export function createDirectionState(): DirectionState {
  return {
    buffered: nothing,
    length: 0,
    isKept: false,
    lineFrom: 0,
    searched: 0,
    hasOtherLine: false,
    ended: false,
  };
}

/** The first bytes are taken as they are, which may be lent: who waits for more keeps them first. */
export function buffer(state: DirectionState, bytes: Buffer): void {
  if (state.length === 0) {
    state.buffered = bytes;
    state.length = bytes.length;
    skipLineEnds(state);
    return;
  }
  if (state.buffered.length < state.length + bytes.length) {
    const larger = Buffer.alloc(2 * (state.length + bytes.length));
    state.buffered.copy(larger, 0, 0, state.length);
    state.buffered = larger;
  }
  state.buffered.set(bytes, state.length);
  state.length += bytes.length;
  skipLineEnds(state);
}

/** Copies what is lent. */
export function keep(state: DirectionState): void {
  if (state.isKept) return;
  state.isKept = true;
  state.buffered = Buffer.from(state.buffered);
}

/** Empty lines before a request line are allowed, RFC 9112 §2.2. */
function skipLineEnds(state: DirectionState): void {
  while (state.lineFrom < state.length && isLineEnd(state.buffered[state.lineFrom])) state.lineFrom += 1;
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === 13 || byte === 10;
}

export interface DirectionState {
  /** Room for the buffered bytes, of which the first `length` are meant. */
  buffered: Buffer;
  length: number;
  /** The bytes are not lent any more. */
  isKept: boolean;
  /** Where the first line begins. */
  lineFrom: number;
  /** How far there is surely no end of that line. */
  searched: number;
  /** The first line is complete, and no HTTP request. */
  hasOtherLine: boolean;
  ended: boolean;
}
