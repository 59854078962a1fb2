/** What `observe` writes while it runs: of what is over nothing is kept. */

import type { LabReport } from '../../model/report.ts';
import type { ConnectionEvent } from '../../model/trace.ts';
import type { Scope } from '../../wire/scope.ts';
import { openCaptureFile } from '../output/capture-file.ts';
import type { ReportOptions } from '../output/options.ts';
import { sayHowToRead } from '../output/report-files.ts';
import { openTraceFile } from '../output/trace-file.ts';

export interface GrowingReport {
  name: string;
  write(event: ConnectionEvent): void;
  /** The server of this connection was reached. */
  reached?(connection: number): void;
  /** What was there before may go. */
  begin(): void;
  /** Throws the system's error if not everything could be written. */
  finish(report: LabReport): void;
}

/** Those that were asked for. Throws a UsageError for one that cannot be opened. */
export async function openGrowingFiles(
  scope: Scope,
  target: string,
  began: number,
  options: ReportOptions,
): Promise<GrowingReport[]> {
  const { trace, pcap } = options;
  const files: GrowingReport[] = [];
  if (trace !== undefined) {
    const file = await openTraceFile(trace, target);
    scope.defer(file.close);
    files.push(file);
  }
  if (pcap !== undefined) {
    const file = await openCaptureFile(pcap, target, began);
    scope.defer(file.close);
    const finish = (report: LabReport) => {
      file.finish();
      sayHowToRead(pcap, [report], options);
    };
    files.push({ name: pcap, write: file.write, reached: file.reached, begin: file.begin, finish });
  }
  return files;
}
