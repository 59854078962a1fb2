/**
 * Bytes where they lie. A capture has millions of segments: to read them in the memory that the file was read into
 * needs no object for each.
 */
import type { ConnectionEvent, Direction, Position } from './trace.ts';

export interface Slice {
  data: Buffer;
  /** The same memory, for reading numbers. */
  view: DataView;
  /** The index of the first byte. */
  from: number;
  /** The index after the last byte. */
  to: number;
}

/** As a BytesEvent, but lent: the event and its bytes hold for the call in which they are told. It is never stored. */
export interface LentBytesEvent extends Position {
  type: 'lent';
  connection: number;
  direction: Direction;
  slice: Slice;
  /** See BytesEvent. */
  underWay?: number;
}

/** What is told while it is read. */
export type ToldEvent = ConnectionEvent | LentBytesEvent;

export const viewOf = ({ buffer, byteOffset, length }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, length);

export const sliceOf = (bytes: Uint8Array): Slice => {
  const data = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { data, view: viewOf(data), from: 0, to: data.length };
};

/** What is read next mostly lies in the same memory: to say so again takes longer than to look. */
export const lend = (to: Pick<Slice, 'data' | 'view'>, data: Buffer, view: DataView): void => {
  if (to.data === data) return;
  to.data = data;
  to.view = view;
};

export const bytesOf = ({ data, from, to }: Slice): Buffer => data.subarray(from, to);

/** For who keeps bytes that were lent. */
export const copyOf = (slice: Slice): Slice => sliceOf(Buffer.from(bytesOf(slice)));
