/**
 * Decodes header blocks, RFC 7541. Every block of a direction must be decoded, wanted or not, because each may
 * change the dynamic table; so fields are handed over one by one, and a block that unfolds to gigabytes takes no memory.
 */

import type { PlainReasonId } from '../../../model/reason.ts';
import { huffmanDecode } from './huffman.ts';
import { type Field, headerTable } from './table.ts';

export interface HpackDecoder {
  /** Reads one whole header block. Returns what is wrong with it, or null; after an error the decoder is of no more use. */
  decode(block: Uint8Array, field: (name: string, value: string) => void): PlainReasonId | null;
  /** The most that the other side lets the dynamic table hold, SETTINGS_HEADER_TABLE_SIZE. */
  limit(size: number): void;
  /** Size of the dynamic table, RFC 7541 §4.1. */
  size(): number;
}

export function createHpackDecoder(): HpackDecoder {
  const table = headerTable();
  let limit = 4096;

  /** A literal field, RFC 7541 §6.2: name by index or as a string, then the value as a string. */
  const literal = (cursor: Cursor, prefix: number): Field | null => {
    const index = integer(cursor, prefix);
    if (index < 0) return null;
    const name = index === 0 ? string(cursor) : table.field(index)?.[0];
    if (name === undefined) return wrong(cursor, 'hpack.index');
    if (name === null) return null;
    const value = string(cursor);
    return value === null ? null : [name, value];
  };

  const representation = (cursor: Cursor, first: number): Field | null => {
    if (first < 0x80) {
      const field = literal(cursor, first >= 0x40 ? 6 : 4);
      if (field !== null && first >= 0x40) table.insert(field);
      return field;
    }
    const index = integer(cursor, 7);
    if (index < 0) return null;
    return table.field(index) ?? wrong(cursor, 'hpack.index');
  };

  const resize = (cursor: Cursor): void => {
    const size = integer(cursor, 5);
    if (size > limit) wrong(cursor, 'hpack.large-table');
    else if (size >= 0) table.resize(size);
  };

  return {
    decode: (block, field) => {
      const cursor: Cursor = { block: asBuffer(block), at: 0, error: null };
      let fields = 0;
      while (cursor.at < block.length && cursor.error === null) {
        const first = block[cursor.at] ?? 0;
        if (first >= 0x20 && first < 0x40) {
          if (fields > 0) wrong(cursor, 'hpack.late-update');
          else resize(cursor);
          continue;
        }
        // A limit that was lowered must be followed by an update at the next block, RFC 7541 §4.2.
        if (table.maximum() > limit) wrong(cursor, 'hpack.no-update');
        const read = cursor.error === null ? representation(cursor, first) : null;
        if (read === null) break;
        fields++;
        field(read[0], read[1]);
      }
      return cursor.error;
    },
    limit: (size) => {
      limit = size;
    },
    size: table.size,
  };
}

interface Cursor {
  block: Buffer;
  at: number;
  error: PlainReasonId | null;
}

function wrong(cursor: Cursor, error: PlainReasonId): null {
  cursor.error ??= error;
  return null;
}

/** RFC 7541 §5.1. Below zero where it is broken; none of HPACK's numbers needs more than four further bytes. */
function integer(cursor: Cursor, prefix: number): number {
  const most = (1 << prefix) - 1;
  let value = (cursor.block[cursor.at++] ?? 0) & most;
  if (value < most) return value;
  for (let further = 0; further < 5; further++) {
    const byte = cursor.block[cursor.at++];
    if (byte === undefined) break;
    value += (byte & 0x7f) * 2 ** (7 * further);
    if (byte < 0x80) return value;
  }
  wrong(cursor, cursor.at > cursor.block.length ? 'hpack.cut-integer' : 'hpack.large-integer');
  return -1;
}

/** RFC 7541 §5.2. */
function string(cursor: Cursor): string | null {
  const first = cursor.block[cursor.at];
  if (first === undefined) return wrong(cursor, 'hpack.cut-field');
  const length = integer(cursor, 7);
  if (length < 0) return null;
  const from = cursor.at;
  if (length > cursor.block.length - from) return wrong(cursor, 'hpack.cut-string');
  cursor.at += length;
  if (first < 0x80) return cursor.block.toString('latin1', from, cursor.at);
  return huffmanDecode(cursor.block, from, cursor.at) ?? wrong(cursor, 'hpack.huffman');
}

/** The same bytes, not copied. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
