/** The files that a command writes beside its tables, for the tools that people know. */
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Written, writeCapture } from '../../capture/write/write.ts';
import type { LabReport } from '../../model/report.ts';
import { har } from '../../report/files/har.ts';
import { markdown } from '../../report/files/markdown.ts';
import type { Language } from '../../report/language/index.ts';
import { lookIn } from './look.ts';
import { complain, writeJson, writing } from './output.ts';

export interface FileOptions {
  pcap?: string;
  har?: string;
  markdown?: string;
  lang?: Language;
}

/** Throws a UsageError for a file that cannot be written. `began`: milliseconds since 1970. */
export async function writeFiles(reports: LabReport[], files: FileOptions, began: number): Promise<void> {
  if (files.pcap !== undefined) await writePcap(files.pcap, reports, began);
  if (files.har !== undefined) {
    await writeJson(files.har, har(reports, began));
    for (const report of reports) sayWhatIsKept(files.har, report);
  }
  const { markdown: sheet } = files;
  if (sheet !== undefined) {
    const { say } = await lookIn(files.lang);
    await writing(sheet, () => writeFile(sheet, markdown(reports, say)));
  }
}

async function writePcap(file: string, reports: LabReport[], began: number): Promise<void> {
  const written: Written = { connections: 0, leftOut: 0 };
  const labs = reports.map(({ stored }) => stored);
  const blocks = writeCapture(labs, BigInt(Math.floor(began)) * 1_000_000n, written);
  await writing(file, () => pipeline(Readable.from(blocks), createWriteStream(file)));
  sayHowToRead(file, reports);
  if (written.leftOut > 0)
    complain(
      `${file}: ${written.leftOut} connections without ports (Unix-domain sockets) are not in the capture`,
    );
}

export function sayHowToRead(file: string, reports: LabReport[]): void {
  const hasHttp2 = reports.some(({ transcripts }) =>
    transcripts.some(({ connections }) => connections.some(({ protocol }) => protocol?.includes('HTTP/2'))),
  );
  if (hasHttp2)
    complain(`${file}: tshark looks for HTTP/2 on these ports only if told to: -d tcp.port==1024-65535,http`);
}

/** Of what was measured as a stream, only the beginning is kept. */
function sayWhatIsKept(file: string, { result, stored, transcripts }: LabReport): void {
  if (stored.recordings.length > 0) return;
  const lines = transcripts.flatMap(({ connections }) => connections);
  const all = Object.values(result.facts ?? {});
  const connections = sum(all.map((facts) => facts.connections));
  const messages = sum(all.map((facts) => facts.messages.c2s + facts.messages.s2c));
  const kept = sum(lines.map((line) => line.messages.length));
  if (kept < messages)
    complain(
      `${file}: holds the beginning, ${kept} of ${messages} messages, on ${lines.length} of ${connections} connections`,
    );
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
