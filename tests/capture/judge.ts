/** Judges a capture that lies in memory, the way `read` does with a file. */
import { judgeCapture } from '../../src/commands/read/capture.ts';
import type { LabResult } from '../../src/model/result.ts';
import { lentChunks } from './build.ts';

export async function judge(file: Buffer, ports: number[] = []): Promise<LabResult[]> {
  const { reports } = await judgeCapture('test', lentChunks(file, 100_000), ports);
  return reports.map(({ result }) => result);
}
