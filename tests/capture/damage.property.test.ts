import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabResult } from '../../src/model/result.ts';
import { judge } from './judge.ts';

const whole = readFileSync(new URL('../fixtures/run.pcapng', import.meta.url));

/** The blocks of the file; those before `first` are no packets. */
const blocks: Buffer[] = [];
for (let at = 0; at < whole.length; at += whole.readUInt32LE(at + 4))
  blocks.push(whole.subarray(at, at + whole.readUInt32LE(at + 4)));
const first = blocks.findIndex((block) => block.readUInt32LE(0) === 6);
const packet = fc.integer({ min: first, max: blocks.length - 1 });
const intact = judge(whole);

const modes = ({ verdicts }: LabResult) => [
  verdicts?.observed?.wire.mode,
  verdicts?.observed?.conversation.mode,
];

/** Of every server that the intact capture shows, each verdict is one that it gives, or it is inconclusive. */
async function neverMisjudged(file: Buffer): Promise<void> {
  const known = await intact;
  for (const result of await judge(file)) {
    // By address: a damaged file may call its interfaces by other names.
    const same = known.filter(({ target }) => target === result.target).map(modes);
    if (same.length === 0) continue;
    for (const [index, mode] of modes(result).entries())
      expect({ of: result.target, among: ['inconclusive', ...same.map((pair) => pair[index])] }).toEqual({
        of: result.target,
        among: expect.arrayContaining([mode]),
      });
  }
}

/** As if the capture had been told to keep so many bytes of the packet. */
function snapped(block: Buffer, kept: number): Buffer {
  const captured = Math.min(kept, block.readUInt32LE(20));
  const length = 32 + captured + ((4 - (captured % 4)) % 4);
  const shorter = Buffer.alloc(length);
  block.copy(shorter, 0, 0, 28 + captured);
  shorter.writeUInt32LE(length, 4);
  shorter.writeUInt32LE(captured, 20);
  shorter.writeUInt32LE(length, length - 4);
  return shorter;
}

const runs = { numRuns: 60 };

describe('damage on purpose', () => {
  it('segments that are missing never make a confident verdict that is wrong', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(packet, { minLength: 1, maxLength: 6 }), async (missing) => {
        await neverMisjudged(Buffer.concat(blocks.filter((_, index) => !missing.includes(index))));
      }),
      runs,
    );
  });

  it('segments that were shortened never do', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(packet, { maxLength: 6 }),
        fc.integer({ min: 20, max: 120 }),
        async (which, kept) => {
          await neverMisjudged(
            Buffer.concat(
              blocks.map((block, index) => (which.includes(index) ? snapped(block, kept) : block)),
            ),
          );
        },
      ),
      runs,
    );
  });

  it('packets that come twice change nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(packet, { minLength: 1, maxLength: 40 }), async (twice) => {
        const file = Buffer.concat(
          blocks.flatMap((block, index) => (twice.includes(index) ? [block, block] : [block])),
        );
        expect((await judge(file)).map(modes)).toEqual((await intact).map(modes));
      }),
      runs,
    );
  });

  it('packets in another order never do', async () => {
    await fc.assert(
      fc.asyncProperty(packet, fc.integer({ min: 1, max: 8 }), async (from, by) => {
        const moved = [...blocks];
        const [block] = moved.splice(from, 1);
        if (block !== undefined) moved.splice(from + by, 0, block);
        await neverMisjudged(Buffer.concat(moved));
      }),
      runs,
    );
  });

  it('a file that is cut within a record leaves no verdict from absence', async () => {
    await fc.assert(
      fc.asyncProperty(packet, fc.integer({ min: 1, max: 60 }), async (index, extra) => {
        const cut =
          blocks.slice(0, index).reduce((sum, block) => sum + block.length, 0) +
          Math.min(extra, (blocks[index]?.length ?? 2) - 1);
        for (const result of await judge(whole.subarray(0, cut)))
          for (const mode of modes(result)) expect(['inconclusive', 'full-duplex']).toContain(mode);
      }),
      runs,
    );
  });

  it('bytes that are flipped never make it throw, hang, or judge wrongly', async () => {
    const offset = fc.integer({ min: 28, max: whole.length - 1 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(offset, fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 }),
        async (flips) => {
          const file = Buffer.from(whole);
          for (const [at, mask] of flips) file[at] = (file[at] ?? 0) ^ mask;
          await neverMisjudged(file);
        },
      ),
      { numRuns: 150 },
    );
  });
});
