/** What the reader of one kind of capture file knows: how long its records are, and what to do with a whole one. */
export interface Blocks {
  /** So many bytes tell the length of a record. */
  headerLength: number;
  /** Null where no record can have this header. */
  blockLength(view: DataView, at: number): number | null;
  /** Whether there is nothing in this record to be read, so that it need not be kept until it is whole. */
  isPassedOver?(view: DataView, at: number): boolean;
  /** False where the record contradicts itself: nothing after it can be trusted. */
  block(data: Buffer, view: DataView, at: number, length: number): boolean;
}
