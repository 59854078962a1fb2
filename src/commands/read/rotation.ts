/**
 * Files as captures: each is looked at as a whole first, because only that tells which of them are one capture, in which
 * order, and which are there twice.
 */
import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { rotations, type ScannedFile } from '../../capture/files/rotations.ts';
import { scanCapture } from '../../capture/files/scan.ts';
import { fileHeaderLength } from '../../capture/packets/packets.ts';
import { isPcap } from '../../capture/packets/pcap.ts';
import { printable } from '../../report/words/text.ts';
import { asCapture, fileChunks } from './capture.ts';
import { apartLine, copyLine } from './remarks.ts';
import { type Source, unpacked } from './unpacked.ts';

/** One capture. Times in nanoseconds since 1970. */
export interface CaptureFiles {
  /** In the order in which they were recorded. */
  files: ScannedFile[];
  names: string[];
  first: bigint;
  earliest: bigint;
  latest: bigint;
}

export interface Captures {
  /** In the order in which they began. */
  captures: CaptureFiles[];
  /** Lines of what was not taken for one capture, and of what is there twice. */
  remarks: string[];
}

/** `unread` is told of each file that cannot be read. */
export async function capturesIn(
  names: readonly string[],
  unread: (error: unknown, name: string) => void,
): Promise<Captures> {
  const remarks: string[] = [];
  const known = new Map<string, string>();
  const files: ScannedFile[] = [];
  for (const name of names) {
    try {
      const file = await scanned(name);
      const { kind, packets, length, first, latest } = file.scanned;
      const content = [kind, packets, length, first, latest].join();
      const before = packets === 0 ? undefined : known.get(content);
      if (before === undefined) files.push(file);
      else remarks.push(copyLine(name, before));
      known.set(content, before ?? name);
    } catch (error) {
      unread(error, name);
    }
  }
  const { captures, apart } = rotations(files);
  return {
    captures: captures.map(filesOf),
    remarks: [...remarks, ...apart.map(apartLine)],
  };
}

const filesOf = (capture: readonly ScannedFile[]): CaptureFiles => {
  const all = capture.map(({ scanned }) => scanned);
  return {
    files: [...capture],
    names: capture.map(({ name }) => name),
    first: all[0]?.first ?? 0n,
    earliest: all.reduce(
      (least, { earliest }) => (earliest < least ? earliest : least),
      all[0]?.earliest ?? 0n,
    ),
    latest: all.reduce((most, { latest }) => (latest > most ? latest : most), 0n),
  };
};

async function scanned(name: string): Promise<ScannedFile> {
  const scan = scanCapture();
  const source = unpacked(fileChunks(name), name);
  return asCapture(name, async () => {
    for await (const chunk of source.chunks) scan.push(chunk);
    return {
      ...{ name, folder: await realpath(dirname(name)), base: basename(name) },
      scanned: scan.end(source.isDamaged()),
    };
  });
}

/** One behind the other; of pcap files only the first has its header. */
export function joined(names: readonly string[]): Source {
  let isDamaged = false;
  async function* all(): AsyncGenerator<Buffer> {
    for (const [nth, name] of names.entries()) {
      const source = unpacked(fileChunks(name), name);
      let skip = nth === 0 ? 0 : null;
      for await (const chunk of source.chunks) {
        skip ??= isPcap(chunk.readUInt32BE(0)) ? fileHeaderLength : 0;
        const taken = Math.min(skip, chunk.length);
        skip -= taken;
        if (chunk.length > taken) yield chunk.subarray(taken);
      }
      isDamaged ||= source.isDamaged();
    }
  }
  return { chunks: all(), isDamaged: () => isDamaged };
}

/** What a capture goes by where there are several. */
export const nameOf = (names: readonly string[]): string => {
  const [first = '', last = first] = [names[0], names.at(-1)];
  return printable(names.length < 2 ? first : `${first} … ${basename(last)}`);
};
