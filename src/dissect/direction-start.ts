/** The first bytes of one direction, kept until it can be told what they are. */

export const nothing = Buffer.alloc(0);

export function createDirectionState(): DirectionState {
  return { buffered: nothing, length: 0, lineFrom: 0, searched: 0, hasOtherLine: false, ended: false };
}

export function buffer(state: DirectionState, bytes: Uint8Array): void {
  if (state.buffered.length < state.length + bytes.length) {
    const larger = Buffer.alloc(2 * (state.length + bytes.length));
    state.buffered.copy(larger, 0, 0, state.length);
    state.buffered = larger;
  }
  state.buffered.set(bytes, state.length);
  state.length += bytes.length;
  // Empty lines before a request line are allowed, RFC 9112 §2.2.
  while (state.lineFrom < state.length && isLineEnd(state.buffered[state.lineFrom])) state.lineFrom += 1;
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === 13 || byte === 10;
}

export interface DirectionState {
  /** Room for the buffered bytes, of which the first `length` are meant. */
  buffered: Buffer;
  length: number;
  /** Where the first line begins. */
  lineFrom: number;
  /** How far there is surely no end of that line. */
  searched: number;
  /** The first line is complete, and no HTTP request. */
  hasOtherLine: boolean;
  ended: boolean;
}
