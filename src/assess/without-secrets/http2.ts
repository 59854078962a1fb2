/**
 * Requests of HTTP/2, RFC 9113, from whoever wrote them. A literal value is overwritten wherever it stands, indexed or
 * not, so that what is later named by its index is asterisks, too.
 */
import { huffmanDecode } from '../../dissect/http2/hpack/huffman.ts';
import { type HeaderTable, headerTable } from '../../dissect/http2/hpack/table.ts';
import { asterisk, type Hidden, huffmanFill } from './fill.ts';

export const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

const [data, headers, continuation] = [0, 1, 9];
const [padded, priority, endHeaders] = [0x8, 0x20, 0x4];

/** All that follows the preface: frames, RFC 9113 §4.1 and §6. */
export function overwriteFrames(bytes: Buffer, hidden: Hidden): void {
  const table = headerTable();
  /** Where in `bytes` each byte of the field block stands that is being read. */
  let block: number[] = [];
  for (let at = 0; at + 9 <= bytes.length; ) {
    const [length, type, flags] = [bytes.readUIntBE(at, 3), bytes[at + 3] ?? 0, bytes[at + 4] ?? 0];
    const end = Math.min(at + 9 + length, bytes.length);
    const isPadded = (type === data || type === headers) && (flags & padded) !== 0;
    const skipped = (isPadded ? 1 : 0) + (type === headers && (flags & priority) !== 0 ? 5 : 0);
    const from = Math.min(at + 9 + skipped, end);
    const to = Math.max(from, Math.min(end, at + 9 + length - (isPadded ? (bytes[at + 9] ?? 0) : 0)));
    if (type === data && hidden.content) bytes.fill(asterisk, from, to);
    if (type === headers || type === continuation) {
      for (let byte = from; byte < to; byte++) block.push(byte);
      if ((flags & endHeaders) !== 0) {
        overwriteFields(bytes, block, table, hidden.names);
        block = [];
      }
    }
    at = end;
  }
  // One that never ended, too.
  overwriteFields(bytes, block, table, hidden.names);
}

/** One block of field lines, RFC 7541 §6. */
function overwriteFields(
  bytes: Buffer,
  block: readonly number[],
  table: HeaderTable,
  names: Hidden['names'],
): void {
  const plain = Buffer.from(block.map((at) => bytes[at] ?? 0));
  for (let at = 0; at < plain.length; ) {
    const first = plain[at] ?? 0;
    const isUpdate = first >= 0x20 && first < 0x40;
    const isIndexed = first >= 0x40 && first < 0x80;
    const index = integerAt(plain, at, first >= 0x80 ? 7 : isIndexed ? 6 : isUpdate ? 5 : 4);
    at = index.next;
    if (isUpdate) table.resize(index.value);
    if (isUpdate || first >= 0x80) continue;
    const name = index.value === 0 ? stringAt(plain, at) : null;
    at = name?.next ?? at;
    const value = stringAt(plain, at);
    at = value.next;
    const called = name === null ? table.field(index.value)?.[0] : name.text;
    // What cannot be read may be anything.
    if (called == null || names.has(called.toLowerCase())) overwrite(bytes, block, value, isIndexed);
    if (isIndexed) table.insert([called ?? '', value.text ?? '']);
  }
}

function overwrite(bytes: Buffer, block: readonly number[], value: Text, isIndexed: boolean): void {
  const size = value.next - value.from;
  const fill =
    isIndexed && value.isHuffman && value.text !== null
      ? huffmanFill(size, value.text.length)
      : Buffer.alloc(size, value.isHuffman ? huffmanAsterisk : asterisk);
  for (const [nth, byte] of fill.entries()) bytes[block[value.from + nth] ?? 0] = byte;
}

/** Eight bits, and an asterisk. */
const huffmanAsterisk = 0xf9;

interface Read {
  next: number;
}

/** RFC 7541 §5.1. */
function integerAt(bytes: Buffer, at: number, prefix: number): Read & { value: number } {
  const most = (1 << prefix) - 1;
  let value = (bytes[at] ?? 0) & most;
  let next = at + 1;
  if (value === most)
    for (let shift = 0; next <= bytes.length; shift += 7) {
      const byte = bytes[next++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
  return { value, next };
}

interface Text extends Read {
  from: number;
  /** Null where its code is broken, or it is not whole. */
  text: string | null;
  isHuffman: boolean;
}

/** RFC 7541 §5.2. */
function stringAt(bytes: Buffer, at: number): Text {
  const isHuffman = (bytes[at] ?? 0) >= 0x80;
  const { value: length, next: begin } = integerAt(bytes, at, 7);
  const from = Math.min(begin, bytes.length);
  const next = Math.min(from + length, bytes.length);
  const isWhole = next === from + length;
  const text = isHuffman ? huffmanDecode(bytes, from, next) : bytes.toString('latin1', from, next);
  return { from, next, text: isWhole ? text : null, isHuffman };
}
