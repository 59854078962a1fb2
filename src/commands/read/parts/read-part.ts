/** Reads the files of one capture, and gives with what was found what can be merged with others. */
import type { ScannedFile } from '../../../capture/files/rotations.ts';
import type { KeptPacket } from '../../../capture/files/tail.ts';
import type { Part, PartFile, PartPacket } from '../../../model/parts/part.ts';
import { judgeCaptures, type ReadCapture } from '../capture.ts';
import { joined, nameOf } from '../rotation.ts';
import { carriedAtMost, writePart } from './writer.ts';

/** `atMost`: see `carriedAtMost`. */
export async function readPart(
  files: readonly ScannedFile[],
  ports: readonly number[],
  atMost = carriedAtMost,
): Promise<ReadCapture & { part: Part }> {
  const names = files.map(({ name }) => name);
  const writer = writePart(atMost);
  const judging = judgeCaptures(ports, writer);
  const summary = await judging.read(nameOf(names), joined(names));
  const reports = judging.reports();
  const part: Part = {
    ...(await writer.end(summary, ports, joined(names))),
    files: files.map(partFile),
    first: String(files.find(({ scanned }) => scanned.packets > 0)?.scanned.first ?? 0n),
    last: Number.isNaN(summary.last) ? null : summary.last,
  };
  return { reports, summary, part };
}

const partFile = ({ base, scanned: { head, tail, ...scanned } }: ScannedFile): PartFile => ({
  ...{ ...scanned, base },
  ...{ first: String(scanned.first), earliest: String(scanned.earliest), latest: String(scanned.latest) },
  ...{ head: head.map(partPacket), tail: tail.map(partPacket) },
});

const partPacket = ({ link, bytes, length }: KeptPacket): PartPacket => ({
  ...{ link, length },
  bytes: bytes.toString('base64'),
});
