/** Any cut of a capture into files, read apart and merged in any grouping, gives what one reading of all would have given. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { scanCapture } from '../../../../src/capture/files/scan.ts';
import { joinRuns } from '../../../../src/commands/merge/join.ts';
import { judgeCapture } from '../../../../src/commands/read/capture.ts';
import { readPart } from '../../../../src/commands/read/parts/read-part.ts';
import { readSteps } from '../../../../src/commands/read/parts/steps.ts';
import type { Part } from '../../../../src/model/parts/part.ts';
import type { LabReport } from '../../../../src/model/report.ts';
import { lentChunks } from '../../../capture/build.ts';
import { cutBefore, recordsOf } from '../../../capture/files/cut.ts';
import { traffic } from './traffic.ts';

const fixture = (name: string): Buffer => readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'merge-'));
let made = 0;
afterAll(() => rmSync(folder, { recursive: true }));

const results = (reports: LabReport[]) =>
  reports.map(({ result, measurements }) => ({ result, measurements }));

async function partOf(...contents: Buffer[]): Promise<Part> {
  const own = join(folder, String(made++));
  mkdirSync(own);
  const files = contents.map((content, nth) => {
    const name = join(own, `a.pcap${nth || ''}`);
    writeFileSync(name, content);
    const scan = scanCapture();
    scan.push(content);
    return { name, folder: own, base: basename(name), scanned: scan.end(false) };
  });
  const { part } = await readPart(files, []);
  return JSON.parse(JSON.stringify(part));
}

const whole = async (content: Buffer) =>
  results((await judgeCapture('whole', lentChunks(content, 10_000), [])).reports);

describe.each(['nginx-ab.pcap', 'nginx-curl.pcap', 'nginx-h2load.pcap'])('parts of %s', (name) => {
  it('merge to what reading all gives, wherever it was cut', async () => {
    const content = fixture(name);
    const all = await whole(content);
    const count = recordsOf(content).length;
    const places = fc.uniqueArray(fc.integer({ min: 1, max: count - 1 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(places, async (cut) => {
        const files = cutBefore(
          content,
          cut.toSorted((a, b) => a - b),
        );
        const parts = await Promise.all(files.map((file) => partOf(file)));
        expect(results(joinRuns([parts]).reports)).toEqual(all);
      }),
      { numRuns: 20 },
    );
  });
});

describe('traffic at random', () => {
  it('merges to what reading all gives, wherever it was cut and whatever was read together', async () => {
    let settled = 0;
    await fc.assert(
      fc.asyncProperty(
        traffic,
        fc.array(fc.nat(), { maxLength: 6 }),
        fc.array(fc.boolean()),
        async (content, cuts, together) => {
          const count = recordsOf(content).length;
          const places = [...new Set(cuts.map((cut) => 1 + (cut % (count - 1))))].sort((a, b) => a - b);
          const groups: Buffer[][] = [];
          for (const [nth, file] of cutBefore(content, places).entries())
            if (together[nth] && groups.length > 0) groups.at(-1)?.push(file);
            else groups.push([file]);
          const parts = await Promise.all(groups.map((files) => partOf(...files)));
          settled += parts.filter(
            (part) => [...readSteps(Buffer.from(part.steps, 'base64'), { seq: 0, at: 0 })].length > 0,
          ).length;
          expect(results(joinRuns([parts]).reports)).toEqual(await whole(content));
        },
      ),
      { numRuns: 150 },
    );
    expect(settled).toBeGreaterThan(100);
  });
});
