/** A capture of many exchanges: counted whole, in little memory. How long it took, beside tshark, is printed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { tcpdumpProof } from './loopback.ts';
import { describeWithPeers } from './programs.ts';
import { recordExchanges, timeReading } from './reading.ts';
import { tsharkProof } from './tshark.ts';

vi.setConfig({ testTimeout: 180_000 });

const proofs = { tshark: tsharkProof, tcpdump: tcpdumpProof, nginx: ['-v'], ab: ['-V'] };

describeWithPeers('read, of 50,000 exchanges between ab and nginx', proofs, () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'speed-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('counts all of them, in less than 150 MB', async () => {
    const file = join(folder, 'ab.pcap');
    await recordExchanges(file, 50_000);
    const { read, tshark, bytes, memory, ...counts } = await timeReading(file, { runs: 1 });
    expect(counts).toEqual({ exchanges: 50_000, connections: 10 });
    expect(memory / 1e6).toBeLessThan(150);
    const [size, mine, theirs] = [bytes / 1e6, read / 1000, tshark / 1000];
    console.log(`${size.toFixed(0)} MB: read ${mine.toFixed(2)} s, tshark ${theirs.toFixed(2)} s`);
  });
});
