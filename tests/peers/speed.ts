/**
 * Prints how long `read` takes for captures of so many exchanges, beside tshark, and how much memory; and how long a
 * frame of WebSocket takes. Nothing of it is written down beforehand. `npm run --silent speed -- 5000 200000`
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lookIn } from '../../src/commands/output/look.ts';
import { table } from '../../src/report/words/table.ts';
import { timeFrames } from './support/frame-time.ts';
import { recordExchanges, timeReading } from './support/reading.ts';

const asked = process.argv.slice(2).map(Number);
const folder = await mkdtemp(join(tmpdir(), 'speed-'));
const rows: string[][] = [];
try {
  for (const exchanges of asked.length > 0 ? asked : [5_000, 200_000, 500_000]) {
    const file = join(folder, `${exchanges}.pcap`);
    await recordExchanges(file, exchanges);
    const reading = await timeReading(file, { runs: 5 });
    await rm(file);
    rows.push([
      `${reading.exchanges}`,
      `${(reading.bytes / 1e6).toFixed(0)} MB`,
      `${(reading.read / 1000).toFixed(2)} s`,
      `${(reading.tshark / 1000).toFixed(2)} s`,
      (reading.read / reading.tshark).toFixed(2),
      `${(reading.memory / 1e6).toFixed(0)} MB`,
    ]);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
const head = ['exchanges', 'capture', 'read', 'tshark', 'read / tshark', 'memory of read'];
process.stdout.write(`${table(head, rows, await lookIn('en'), 1)}\n`);
process.stdout.write(`A frame of WebSocket with 40 bytes of text: ${timeFrames().toFixed(1)} µs\n`);
