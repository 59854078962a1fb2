/** `observe --pcap FILE`: the capture is written as things happen; of what is over nothing is kept. */
import { type CaptureWriter, captureWriter } from '../../capture/write/write.ts';
import type { ConnectionEvent } from '../../model/trace.ts';
import { type GrowingFile, openGrowingFile } from './growing-file.ts';

export interface CaptureFile extends Pick<GrowingFile, 'begin' | 'finish' | 'close'> {
  write(event: ConnectionEvent): void;
  /** The server of this connection was reached. */
  reached(connection: number): void;
}

/** `began`: milliseconds since 1970. Throws a UsageError if the file cannot be opened. */
export async function openCaptureFile(name: string, target: string, began: number): Promise<CaptureFile> {
  const writer: CaptureWriter = captureWriter(BigInt(Math.floor(began)) * 1_000_000n);
  const head = [writer.section(), writer.source('observe: observed', target)];
  const file = await openGrowingFile(name, head);
  const add = (blocks: Buffer[]) => {
    for (const block of blocks) file.add(block);
  };
  let latest = 0;
  return {
    begin: file.begin,
    write(event) {
      latest = event.at;
      add(writer.event(0, event));
    },
    // No sooner than what was written before.
    reached: (connection) => add(writer.reached(0, connection, latest)),
    finish: file.finish,
    close: file.close,
  };
}
