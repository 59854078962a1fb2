/** A capture of many exchanges: counted whole, in little memory. How long it took, beside tshark, is printed. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { read, timed } from '../bench/figures/processes/processes.ts';
import { pcap } from '../capture/build.ts';
import { conversations } from '../capture/exchanges.ts';
import { describeWithPeers } from './support/programs.ts';
import { tsharkProof } from './support/tshark.ts';

vi.setConfig({ testTimeout: 180_000 });

/** Ten connections in turn, a hundred exchanges at a time. Nothing crosses loopback, where others listen. */
function* capture(exchanges: number): Generator<Buffer> {
  const packets = conversations(1000);
  yield pcap([]);
  for (let done = 0; done < exchanges; done += 100)
    yield packets(20_000 + ((done / 100) % 10), 100, { closes: done >= exchanges - 1000 });
}

describeWithPeers('read, of 50,000 exchanges', { tshark: tsharkProof }, () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'speed-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('counts all of them, in less than 150 MB', async () => {
    const file = join(folder, 'many.pcap');
    await pipeline(Readable.from(capture(50_000)), createWriteStream(file));
    const { facts, milliseconds, memory } = await read(file);
    expect(facts).toMatchObject({ exchanges: 50_000, connections: 10 });
    if (process.platform === 'linux') expect((memory ?? Number.NaN) / 1e6).toBeLessThan(150);
    const statistics = await timed(['tshark', '-r', file, '-q', '-z', 'conv,tcp', '-z', 'http,tree']);
    const [size, mine, theirs] = [(await stat(file)).size / 1e6, milliseconds / 1000, statistics / 1000];
    console.log(`${size.toFixed(0)} MB: read ${mine.toFixed(2)} s, tshark ${theirs.toFixed(2)} s`);
  });
});
