/** Parts that carry no packets: too many, or with checksums that whole captures alone can judge. They are never joined in silence. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { scanCapture } from '../../../../src/capture/files/scan.ts';
import { joinRuns } from '../../../../src/commands/merge/join.ts';
import { runsOf } from '../../../../src/commands/merge/runs.ts';
import { readPart } from '../../../../src/commands/read/parts/read-part.ts';
import { apartLine, cutLine } from '../../../../src/commands/read/remarks.ts';
import type { Part } from '../../../../src/model/parts/part.ts';
import { pcap } from '../../../capture/build.ts';
import { conversations } from '../../../capture/exchanges.ts';
import { cutBefore, fileOf, recordsOf } from '../../../capture/files/cut.ts';

const folder = mkdtempSync(join(tmpdir(), 'uncarried-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function partOf(base: string, content: Buffer, atMost?: number): Promise<Part> {
  const name = join(folder, base);
  writeFileSync(name, content);
  const scan = scanCapture();
  scan.push(content);
  const file = { name, folder, base, scanned: scan.end(false) };
  return (await readPart([file], [], atMost)).part;
}

/** One connection lies within, another goes on across the cut. */
function captures(): [Buffer, Buffer] {
  const talk = conversations(100);
  const within = talk(40_000, 3, { closes: true });
  const across = talk(40_001, 4, { closes: true });
  const all = fileOf(pcap([]), [
    ...recordsOf(Buffer.concat([pcap([]), within])),
    ...recordsOf(Buffer.concat([pcap([]), across])),
  ]);
  const timed = fileOf(
    all,
    recordsOf(all).map((record, nth) => {
      const copy = Buffer.from(record);
      copy.writeUInt32LE(nth * 1000, 4);
      return copy;
    }),
  );
  const [before = timed, after = timed] = cutBefore(timed, [14]);
  return [before, after];
}

const facts = (parts: Part[]) => {
  const { runs, apart, cut } = runsOf(parts);
  const { reports } = joinRuns(runs);
  const [observed] = reports.map(({ result }) => result.facts?.observed);
  return {
    cut,
    apart,
    connections: observed?.connections,
    exchanges: observed?.exchanges,
    runs: runs.length,
  };
};

describe('a part', () => {
  const [before, after] = captures();

  it('is joined with the next one by the packets that it carries', async () => {
    const parts = [await partOf('a.pcap', before), await partOf('a.pcap1', after)];
    expect(parts.map(({ edges, uncarried }) => [edges !== null, uncarried])).toEqual([
      [true, null],
      [true, null],
    ]);
    expect(facts(parts)).toMatchObject({ connections: 2, exchanges: 7, runs: 1, cut: [], apart: [] });
  });

  it('that has too many carries none, and it is said that what was open is counted twice', async () => {
    const parts = [await partOf('a.pcap', before, 10), await partOf('a.pcap1', after)];
    expect(parts.map(({ edges, uncarried }) => [edges !== null, uncarried])).toEqual([
      [false, 'size'],
      [true, null],
    ]);
    const { cut, ...rest } = facts(parts);
    expect(rest).toMatchObject({ connections: 3, runs: 2 });
    expect(cut.map(([a, b]) => cutLine(a, b))).toEqual([
      'a.pcap and a.pcap1 cannot be joined: of a.pcap, it carries no packets of connections that go on, which were too many; what was open then is counted in each',
    ]);
    // The other way round it is the second that carries none.
    const turned = [await partOf('a.pcap', before), await partOf('a.pcap1', after, 10)];
    expect(facts(turned)).toMatchObject({ connections: 3, runs: 2 });
  });

  it('with wrong checksums carries none, and says what could not be read', async () => {
    const wrong = recordsOf(after).map((record, nth) => {
      const copy = Buffer.from(record);
      // The IPv4 header's, which is read all the same.
      if (nth === 3) copy.writeUInt16BE(0x1234, 16 + 10);
      return copy;
    });
    const parts = [await partOf('a.pcap', before), await partOf('a.pcap1', fileOf(after, wrong))];
    expect(parts.map(({ uncarried }) => uncarried)).toEqual([null, 'checksums']);
    const { runs } = runsOf(parts);
    expect(joinRuns(runs).summaries.map(({ wrongHeaders }) => wrongHeaders)).toEqual([0, 1]);
  });

  it('of another capture is not joined, whatever it carries', async () => {
    const parts = [await partOf('a.pcap', before), await partOf('b.pcap', after)];
    expect(facts(parts)).toMatchObject({ connections: 3, runs: 2, cut: [], apart: [] });
    const lost = cutBefore(after, [3])[1] ?? after;
    const gap = facts([await partOf('a.pcap', before), await partOf('a.pcap1', lost)]);
    expect(gap.apart.map((one) => apartLine(one)).join()).toMatch(
      /^a.pcap and a.pcap1 are not read as one capture: nothing was recorded/,
    );
  });
});
