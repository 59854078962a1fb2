/** The files that a command writes of its reports, for the tools that people know. */
import { join } from 'node:path';
import { type Written, writeCapture } from '../../capture/write/write.ts';
import type { Claim } from '../../model/claim.ts';
import { writeRecordings } from '../../model/recording.ts';
import type { LabReport } from '../../model/report.ts';
import { har } from '../../report/files/har.ts';
import { markdown } from '../../report/files/markdown.ts';
import { type AskedFile, jsonText } from './deliver.ts';
import { lookIn } from './look.ts';
import type { ReportOptions } from './options.ts';
import { complain, note } from './output.ts';
import { putFile } from './put-file.ts';

export interface Reported {
  reports: LabReport[];
  /** Milliseconds since 1970. */
  began: number;
  /** For the page, where it goes by other names than the other files. */
  onPage?: LabReport[];
  claims?: Claim[];
  /** Above everything on the page. */
  warning?: string | undefined;
}

/** Those that were asked for; what is said of one is said once it is there. */
export function reportFiles(reported: Reported, options: ReportOptions): AskedFile[] {
  const { trace, pcap, har, markdown, html } = options;
  return [
    ...(trace === undefined ? [] : traceFiles(trace, reported)),
    ...(pcap === undefined ? [] : [{ name: pcap, write: () => putCapture(pcap, reported, options) }]),
    ...(har === undefined ? [] : [{ name: har, write: () => putArchive(har, reported) }]),
    ...(markdown === undefined
      ? []
      : [{ name: markdown, write: () => putMarkdown(markdown, reported, options) }]),
    ...(html === undefined ? [] : [{ name: html, write: () => putPage(html, reported, options) }]),
  ];
}

/** One NDJSON file a lab, in a folder that is there. */
const traceFiles = (folder: string, { reports }: Reported): AskedFile[] =>
  reports.map((report) => traceFile(folder, report));

export function traceFile(folder: string, { stored }: LabReport): AskedFile {
  const name = join(folder, `${stored.description.lab}.ndjson`);
  return { name, write: () => putFile(name, writeRecordings(stored)) };
}

async function putCapture(file: string, { reports, began }: Reported, options: ReportOptions): Promise<void> {
  const written: Written = { connections: 0, leftOut: 0 };
  const labs = reports.map(({ stored }) => stored);
  await putFile(file, writeCapture(labs, BigInt(Math.floor(began)) * 1_000_000n, written));
  sayHowToRead(file, reports, options);
  if (written.leftOut > 0)
    complain(
      `${file}: ${written.leftOut} connections without ports (Unix-domain sockets) are not in the capture`,
    );
}

export function sayHowToRead(file: string, reports: LabReport[], { quiet }: ReportOptions): void {
  const hasHttp2 = reports.some(({ transcripts }) =>
    transcripts.some(({ connections }) => connections.some(({ protocol }) => protocol?.includes('HTTP/2'))),
  );
  if (hasHttp2)
    note(
      `${file}: tshark looks for HTTP/2 on these ports only if told to: -d tcp.port==1024-65535,http`,
      quiet,
    );
}

async function putArchive(file: string, { reports, began }: Reported): Promise<void> {
  await putFile(file, jsonText(har(reports, began)));
  for (const report of reports) sayWhatIsKept(file, report);
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

async function putMarkdown(file: string, { reports }: Reported, { lang }: ReportOptions): Promise<void> {
  const { say } = await lookIn(lang);
  await putFile(file, markdown(reports, say));
}

async function putPage(
  file: string,
  { reports, onPage = reports, claims, warning }: Reported,
  { lang }: ReportOptions,
): Promise<void> {
  const { pageText } = await import('./page.ts');
  await putFile(file, await pageText(onPage, { claims, warning, lang }));
}
