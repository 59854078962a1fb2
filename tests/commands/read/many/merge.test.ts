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
import type { Part } from '../../../../src/model/parts/part.ts';
import type { LabReport } from '../../../../src/model/report.ts';
import { client, lentChunks, pcap, server, tcp } from '../../../capture/build.ts';
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

/** Cuts, and which parts are read together. */
const cuts = fc.tuple(traffic, fc.array(fc.nat(), { maxLength: 6 }), fc.array(fc.boolean()));

describe('traffic at random', () => {
  // Some inputs that were hard once, and others each time.
  it.each([
    [-119785604, 20],
    [undefined, 130],
  ])(
    'merges to what reading all gives, wherever it was cut and whatever was read together',
    async (seed, numRuns) => {
      let settled = 0;
      await fc.assert(
        fc.asyncProperty(cuts, async ([content, places, together]) => {
          const count = recordsOf(content).length;
          const sorted = [...new Set(places.map((cut) => 1 + (cut % (count - 1))))].sort((a, b) => a - b);
          const groups: Buffer[][] = [];
          for (const [nth, file] of cutBefore(content, sorted).entries())
            if (together[nth] && groups.length > 0) groups.at(-1)?.push(file);
            else groups.push([file]);
          const parts = await Promise.all(groups.map((files) => partOf(...files)));
          settled += parts.filter(({ steps }) => steps !== '').length;
          expect(results(joinRuns([parts]).reports)).toEqual(await whole(content));
        }),
        seed === undefined ? { numRuns } : { numRuns, seed },
      );
      expect(settled).toBeGreaterThan(numRuns / 2);
    },
  );

  it('merges wherever a pair of ports is used again', async () => {
    const talk = (first: number, nth: number) => {
      const seq = { c2s: 1_000_000 * nth + first, s2c: 5_000_000 * nth + first };
      const reply = { from: server, to: client };
      return [
        tcp({ seq: seq.c2s, flags: 'S' }),
        tcp({ ...reply, seq: seq.s2c, ack: seq.c2s + 1, flags: 'S' }),
        tcp({ seq: seq.c2s + 1, ack: seq.s2c + 1, data: 'GET / HTTP/1.0\r\n\r\n' }),
        tcp({ ...reply, seq: seq.s2c + 1, ack: seq.c2s + 19, data: 'HTTP/1.0 200 OK\r\n\r\nhi', flags: 'F' }),
        tcp({ seq: seq.c2s + 19, ack: seq.s2c + 23, flags: 'F' }),
        // Late copies, of the last two.
        tcp({ ...reply, seq: seq.s2c + 1, ack: seq.c2s + 19, data: 'HTTP/1.0 200 OK\r\n\r\nhi', flags: 'F' }),
        tcp({ seq: seq.c2s + 19, ack: seq.s2c + 23, flags: 'F' }),
      ];
    };
    // The last asks with SYN, RFC 7413.
    const request = 'GET / HTTP/1.0\r\n\r\n';
    const early = [
      tcp({ seq: 8_000_000, flags: 'S', data: request }),
      tcp({ from: server, to: client, seq: 9_000_000, ack: 8_000_019, flags: 'S' }),
      tcp({
        from: server,
        to: client,
        seq: 9_000_001,
        ack: 8_000_019,
        data: 'HTTP/1.0 200 OK\r\n\r\n',
        flags: 'F',
      }),
      tcp({ seq: 8_000_019, ack: 9_000_021, flags: 'F' }),
    ];
    const content = pcap([...talk(100, 1), ...talk(900, 2), ...early]);
    const all = await whole(content);
    for (let place = 1; place < recordsOf(content).length; place++)
      for (const places of [[place], [place, place + 1], [7, place + 7]]) {
        const sorted = [...new Set(places)]
          .filter((one) => one < recordsOf(content).length)
          .sort((a, b) => a - b);
        const parts = await Promise.all(cutBefore(content, sorted).map((file) => partOf(file)));
        expect(results(joinRuns([parts]).reports)).toEqual(all);
      }
  });
});
