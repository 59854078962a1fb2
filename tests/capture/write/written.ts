/** What a relay recorded, in short, and the capture that is written of it. */
import { writeCapture } from '../../../src/capture/write/write.ts';
import type { Recording, StoredLab } from '../../../src/model/recording.ts';
import type { Address, TraceEvent } from '../../../src/model/trace.ts';

export const description: StoredLab['description'] = {
  lab: 'lab',
  title: 'Title',
  subject: 'HTTP',
  target: null,
  version: null,
  client: 'bench',
  ordinary: [],
  questions: ['ask'],
  permits: null,
  textbook: { says: null },
  prediction: null,
};

export const at = (host: string, port: number): Address => ({ host, port });
export const client = at('10.0.0.1', 40000);
export const server = at('10.0.0.2', 80);

export const open = (changed: Partial<TraceEvent & { type: 'open' }> = {}): TraceEvent => ({
  type: 'open',
  seq: 1,
  at: 5,
  connection: 1,
  transport: 'tcp',
  front: { client, tap: at('10.0.0.9', 9999) },
  back: { tap: at('10.0.0.9', 50000), server },
  control: false,
  ...changed,
});

export const place = { seq: 2, at: 10, connection: 1 };
export const said = (direction: 'c2s' | 's2c', text: string, connection = 1): TraceEvent => ({
  type: 'bytes',
  ...place,
  connection,
  direction,
  bytes: Buffer.from(text, 'latin1'),
});

export function written(...traced: TraceEvent[]) {
  const recording: Recording = { question: 'ask', events: traced, error: null, timedOut: false };
  const count = { connections: 0, leftOut: 0 };
  const file = Buffer.concat([
    ...writeCapture([{ description, recordings: [recording] }], 1_000_000_000n, count),
  ]);
  const packets: Buffer[] = [];
  for (let from = 0; from < file.length; from += file.readUInt32LE(from + 4))
    if (file.readUInt32LE(from) === 6)
      packets.push(file.subarray(from + 28, from + 28 + file.readUInt32LE(from + 20)));
  return { file, packets, count };
}
