/**
 * What packed captures hold. gzip (RFC 1952) is unpacked on the way, piece by piece, so that a file of any size, and one
 * that unpacks to a thousand times its size, takes little memory. What Node does not unpack is named with what does.
 */
import { createGunzip } from 'node:zlib';
import { UsageError } from '../../usage-error.ts';

/** Bytes of a capture. */
export interface Source {
  /** Each is to be read before the next one is asked for. */
  chunks: AsyncIterable<Buffer>;
  /** To be asked at the end: what was packed is cut short, or damaged from there on. */
  isDamaged(): boolean;
}

type Chunks = Iterable<Buffer> | AsyncIterable<Buffer>;

/** `name`: of a file; null for what comes from a pipe. */
export function unpacked(chunks: Chunks, name: string | null): Source {
  let isDamaged = false;
  async function* all(): AsyncGenerator<Buffer> {
    const { head, rest } = await beginning(chunks);
    const packer = packers.find(({ magic }) =>
      magic.some((bytes) => head.subarray(0, bytes.length).equals(bytes)),
    );
    if (packer !== undefined) throw new UsageError(packedLine(packer, name));
    const isGzip = head[0] === 0x1f && head[1] === 0x8b;
    yield* isGzip
      ? gunzipped(rest, () => {
          isDamaged = true;
        })
      : rest;
  }
  return { chunks: all(), isDamaged: () => isDamaged };
}

interface Packer {
  name: string;
  /** Unpacks a file, or what it is fed, to stdout. */
  command: string;
  magic: Buffer[];
}

const bytes = (...values: number[]): Buffer => Buffer.from(values);

const packers: Packer[] = [
  {
    name: 'zstd',
    command: 'zstd -dc',
    // The second begins a frame to be skipped, RFC 8878 §3.1.2, as packers with several threads write it.
    magic: [
      bytes(0x28, 0xb5, 0x2f, 0xfd),
      ...Array.from({ length: 16 }, (_, nth) => bytes(0x50 + nth, 0x2a, 0x4d, 0x18)),
    ],
  },
  { name: 'xz', command: 'xz -dc', magic: [bytes(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0)] },
  {
    name: 'bzip2',
    command: 'bzip2 -dc',
    magic: ['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((level) => Buffer.from(`BZh${level}`)),
  },
  { name: 'lz4', command: 'lz4 -dc', magic: [bytes(0x04, 0x22, 0x4d, 0x18), bytes(0x02, 0x21, 0x4c, 0x18)] },
  { name: 'compress', command: 'gzip -dc', magic: [bytes(0x1f, 0x9d)] },
  { name: 'zip', command: 'unzip -p', magic: [bytes(0x50, 0x4b, 3, 4)] },
];

function packedLine({ name: packer, command }: Packer, name: string | null): string {
  const read = 'npm run --silent lab -- read -';
  return name === null
    ? `cannot read stdin: it is packed with ${packer}; put what unpacks it in between: ${command} | ${read}`
    : `cannot read ${name}: it is packed with ${packer}; read what unpacks it: ${command} ${quoted(name)} | ${read}`;
}

/** As a shell takes it. */
const quoted = (name: string): string =>
  /^[\w@%+=:,./-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;

const longestMagic = 6;

/** Enough of the first bytes to tell what it is, and everything, them included. */
async function beginning(chunks: Chunks): Promise<{ head: Buffer; rest: AsyncIterable<Buffer> }> {
  const source = iterated(chunks);
  let head: Buffer = Buffer.alloc(0);
  let next = await source.next();
  // What is lent is copied only if it is too short to tell.
  while (!next.done && head.length + next.value.length < longestMagic) {
    head = Buffer.concat([head, next.value]);
    next = await source.next();
  }
  const first = next.done ? head : head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  async function* rest(): AsyncGenerator<Buffer> {
    try {
      if (first.length > 0) yield first;
      yield* source;
    } finally {
      // Whoever stops at the first leaves the file open else.
      await source.return(undefined);
    }
  }
  return { head: first, rest: rest() };
}

async function* iterated(chunks: Chunks): AsyncGenerator<Buffer, undefined> {
  yield* chunks;
}

/**
 * So much unpacks to at most a thousand times as much at once; and of a piece in which something is wrong nothing comes,
 * so that those of short files are shorter.
 */
const pieceLength = (taken: number): number => (taken < 64 * 1024 ? 256 : 8 * 1024);

/** Several gzip files one behind the other are one, RFC 1952 §2.2. */
async function* gunzipped(chunks: AsyncIterable<Buffer>, damaged: () => void): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 64 * 1024 });
  const ready: Buffer[] = [];
  let failed = false;
  const ended = new Promise<void>((resolve) => {
    gunzip.on('data', (chunk: Buffer) => ready.push(chunk));
    gunzip.on('end', resolve);
    gunzip.on('error', () => {
      failed = true;
      resolve();
    });
  });
  let taken = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length && !failed; ) {
      const piece = chunk.subarray(at, at + pieceLength(taken));
      at += piece.length;
      taken += piece.length;
      await Promise.race([ended, new Promise<void>((resolve) => gunzip.write(piece, () => resolve()))]);
      // After the last of them may stand zeros, as tapes have them.
      const after = taken - gunzip.bytesWritten;
      if (after > 0 && piece.subarray(-Math.min(after, piece.length)).some((byte) => byte !== 0))
        failed = true;
      yield* ready.splice(0);
    }
    if (failed) break;
  }
  gunzip.end();
  if (!failed) await ended;
  yield* ready.splice(0);
  if (failed) damaged();
  gunzip.destroy();
}
