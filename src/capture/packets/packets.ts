/** Cuts a capture file into its records, however its bytes arrive, and tells by its first bytes which kind of file it is. */
import { viewOf } from '../../model/slice.ts';
import type { Blocks } from './blocks.ts';
import { CaptureError, type CaptureReader, type Packet } from './packet.ts';
import { isPcap, pcapBlocks } from './pcap.ts';
import { pcapngBlocks, sectionHeader } from './pcapng.ts';

/** Of a pcap file, before its packets. */
export const fileHeaderLength = 24;
const nothing = Buffer.alloc(0);

/** By the first four bytes of a file. */
export const isCapture = (magic: number): boolean => magic === sectionHeader || isPcap(magic);

/** `listener` is lent the packet for the call only. */
export function createCaptureReader(listener: (packet: Packet) => void): CaptureReader {
  let rest: Buffer = nothing;
  let blocks: Blocks | null = null;
  let damaged = false;
  /** Bytes to come of a record that is passed over. */
  let skip = 0;

  /** Gives the index after the file's header, or -1 while it is incomplete. */
  function begin(data: Buffer): number {
    if (data.length < 4) return -1;
    const magic = data.readUInt32BE(0);
    if (!isCapture(magic)) throw new CaptureError('neither pcap nor pcapng');
    if (magic === sectionHeader) {
      blocks = pcapngBlocks(data, listener);
      return 0;
    }
    if (data.length < fileHeaderLength) return -1;
    blocks = pcapBlocks(data.subarray(0, fileHeaderLength), listener);
    return fileHeaderLength;
  }

  function readFrom(data: Buffer, from: number, kind: Blocks): number {
    const view = viewOf(data);
    let at = from;
    while (at + kind.headerLength <= data.length) {
      const length = kind.blockLength(view, at);
      damaged = length === null;
      if (length === null) break;
      if (at + length > data.length) {
        if (kind.isPassedOver?.(view, at) !== true) break;
        skip = at + length - data.length;
        return data.length;
      }
      damaged = !kind.block(data, view, at, length);
      if (damaged) break;
      at += length;
    }
    return at;
  }

  /** Gives what is left: the beginning of a record. */
  function read(data: Buffer): Buffer {
    if (damaged) return nothing;
    const from = blocks === null ? begin(data) : 0;
    const to = blocks === null || from < 0 ? 0 : readFrom(data, from, blocks);
    return data.subarray(to);
  }

  /** How many bytes there must be before what begins here can be read, as far as it can be told; at least one. */
  function missing(begun: Buffer): number {
    const header = blocks?.headerLength ?? fileHeaderLength;
    if (blocks === null || begun.length < header) return header - begun.length;
    return Math.max(1, (blocks.blockLength(viewOf(begun), 0) ?? 0) - begun.length);
  }

  return {
    push(chunk) {
      let taken = 0;
      while (taken < chunk.length && !damaged) {
        if (skip > 0) {
          const passed = Math.min(skip, chunk.length - taken);
          skip -= passed;
          taken += passed;
        } else if (rest.length > 0) {
          // Of the chunk only what the record that was cut still needs is copied.
          const piece = chunk.subarray(taken, taken + missing(rest));
          taken += piece.length;
          rest = read(Buffer.concat([rest, piece]));
        } else {
          rest = Buffer.from(read(chunk.subarray(taken)));
          taken = chunk.length;
        }
      }
    },
    end() {
      if (blocks === null)
        throw new CaptureError(rest.length === 0 ? 'it is empty' : 'neither pcap nor pcapng');
      return damaged || rest.length > 0 || skip > 0;
    },
  };
}
