/** `observe --pcap FILE`: the capture is written as things happen; of what is over nothing is kept. */
import { type CaptureWriter, captureWriter } from '../../capture/write/write.ts';
import type { ConnectionEvent, OpenEvent } from '../../model/trace.ts';
import { type GrowingFile, openGrowingFile } from './growing-file.ts';

export interface CaptureFile extends Pick<GrowingFile, 'begin' | 'finish' | 'close'> {
  write(event: ConnectionEvent): void;
}

/** `began`: milliseconds since 1970. Throws a UsageError if the file cannot be opened. */
export async function openCaptureFile(name: string, target: string, began: number): Promise<CaptureFile> {
  const writer: CaptureWriter = captureWriter(BigInt(Math.floor(began)) * 1_000_000n);
  const head = [writer.section(), writer.source('observe: observed', target)];
  const file = await openGrowingFile(name, head);
  const put = (event: ConnectionEvent, refused = false) => {
    for (const block of writer.event(0, event, refused)) file.add(block);
  };
  // That the server was not reached is told by the very next event.
  let waiting: OpenEvent | null = null;
  const settle = (refused: boolean) => {
    if (waiting) put(waiting, refused);
    waiting = null;
  };
  return {
    begin: file.begin,
    write(event) {
      settle(event.type === 'error' && event.connection === waiting?.connection);
      if (event.type === 'open') waiting = event;
      else put(event);
    },
    finish() {
      settle(false);
      file.finish();
    },
    close: file.close,
  };
}
