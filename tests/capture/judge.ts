/** Judges a capture that lies in memory, the way `read` does with a file. */
import { Readable } from 'node:stream';
import { judgeCapture } from '../../src/commands/capture.ts';
import type { LabResult } from '../../src/model/result.ts';

export async function judge(file: Buffer, ports: number[] = []): Promise<LabResult[]> {
  const { reports } = await judgeCapture('test', Readable.from([file]), ports);
  return reports.map(({ result }) => result);
}
