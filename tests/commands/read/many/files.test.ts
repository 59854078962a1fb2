/** Several files: a rotation is one capture, others stand beside each other, and what is wrong with one is told in a line. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { judgeCapture, judgeCaptures } from '../../../../src/commands/read/capture.ts';
import { capturesIn, joined } from '../../../../src/commands/read/rotation.ts';
import type { LabReport } from '../../../../src/model/report.ts';
import { c2s, lentChunks, opening, pcap, s2c } from '../../../capture/build.ts';
import { cutBefore, later, recordsOf } from '../../../capture/files/cut.ts';
import { block, half, word } from '../../../capture/pcapng.ts';
import { command, stackLine } from '../../command.ts';

const fixture = (name: string): Buffer => readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url));
const h2load = fixture('nginx-h2load.pcap');
const folder = mkdtempSync(join(tmpdir(), 'files-'));
let made = 0;
afterAll(() => rmSync(folder, { recursive: true }));

/** Written into a folder of their own. */
function written(files: Record<string, Buffer | string>): { folder: string; names: string[] } {
  const own = join(folder, String(made++));
  mkdirSync(own);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(own, name), content);
  return { folder: own, names: Object.keys(files).map((name) => join(own, name)) };
}

const results = (reports: LabReport[]) =>
  reports.map(({ result, measurements }) => ({ result, measurements }));

async function judgeFiles(...captures: string[][]) {
  const judging = judgeCaptures([]);
  for (const [nth, names] of captures.entries())
    await judging.read('all', joined(names), { at: nth * 60e9, isApart: captures.length > 1 });
  return results(judging.reports());
}

describe('files of one rotation', () => {
  it('are read as the one capture that was cut, wherever it was cut, packed or not', async () => {
    const whole = results((await judgeCapture('whole', lentChunks(h2load, 10_000), [])).reports);
    const count = recordsOf(h2load).length;
    const places = fc.uniqueArray(fc.integer({ min: 4, max: count - 1 }), { minLength: 1, maxLength: 5 });
    let together = 0;
    await fc.assert(
      fc.asyncProperty(
        places,
        fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
        async (cut, packed) => {
          const parts = cutBefore(
            h2load,
            cut.toSorted((a, b) => a - b),
          ).map((part, nth) =>
            packed[nth]
              ? ([`a.pcap${nth || ''}.gz`, gzipSync(part)] as const)
              : ([`a.pcap${nth || ''}`, part] as const),
          );
          const { names } = written(Object.fromEntries(parts));
          const { captures, remarks } = await capturesIn(names.toReversed(), () => {});
          expect(captures.length).toBe(1 + remarks.length);
          if (captures.length > 1) return;
          together += 1;
          expect(await judgeFiles(captures[0]?.names ?? [])).toEqual(whole);
        },
      ),
      { numRuns: 30 },
    );
    expect(together).toBeGreaterThan(10);
  });

  it('may be pcapng, and a card stays the same from one to the next', async () => {
    const at = (low: number, data: string) => {
      const packet = Buffer.from(
        `450000000000000000110000${'7f000001'.repeat(2)}13880007${'000a0000'}`,
        'hex',
      );
      packet.writeUInt16BE(packet.length + data.length, 2);
      const bytes = Buffer.concat([packet, Buffer.from(data)]);
      return block(true, 6, ...[0, 0, low, bytes.length, bytes.length].map((n) => word(true, n)), bytes);
    };
    const file = (...packets: Buffer[]) =>
      Buffer.concat([
        block(
          true,
          0x0a0d0d0a,
          word(true, 0x1a2b3c4d),
          half(true, 1),
          half(true, 0),
          word(true, 0xffffffff),
          word(true, 0xffffffff),
        ),
        block(true, 1, half(true, 228), half(true, 0), word(true, 0)),
        ...packets,
      ]);
    // The same datagram again, within a second: on another card it would be a copy.
    const parts = {
      'a1.pcapng': file(at(1, 'hi'), at(9, 'hi')),
      'a2.pcapng': file(at(10, 'hi'), at(12, 'ho')),
    };
    const { names } = written(parts);
    const { captures } = await capturesIn(names, () => {});
    expect(captures.map((capture) => capture.names)).toEqual([names]);
    const [report] = await judgeFiles(names);
    expect(report?.result.facts?.observed?.messages).toEqual({ c2s: 4, s2c: 0 });
  });
});

describe('read of several files', () => {
  const closed = pcap([...opening, c2s(101, 'hi\n'), s2c(201, 'ho\n', 104, 'F'), c2s(104, '', 205, 'F')]);

  it('takes a folder, leaves out what is no capture, and says so; one file twice is one', async () => {
    const parts = cutBefore(h2load, [20]);
    const { folder: own, names } = written({
      'a.pcap': parts[0] ?? h2load,
      'a.pcap1': parts[1] ?? h2load,
      'notes.txt': 'nothing',
      'result.json': '{}',
    });
    const [first = ''] = names;
    const all = await command('read', own, first, '--json', '-');
    const whole = await command('read', 'tests/fixtures/nginx-h2load.pcap', '--json', '-');
    expect([all.code, all.stdout]).toEqual([0, whole.stdout]);
    expect(all.stderr).toEqual([
      `${own}: 2 file(s) in it are neither captures nor traces`,
      `${first} is ${first}, and read once`,
    ]);
  });

  it('adds up what two captures hold of one server, and relates nothing in the one to the other', async () => {
    const { names } = written({ 'web1.pcap': closed, 'web2.pcap': later(closed, 60), 'copy.pcap': closed });
    const { code, stdout, stderr } = await command('read', ...names, '--json', '-');
    const { results } = JSON.parse(stdout);
    expect(results.map(({ title, facts }: LabReport['result']) => [title, facts?.observed])).toMatchObject([
      ['10.0.0.2:80', { connections: 2, exchanges: 2, exchangesPerConnection: [1, 1], newConnections: {} }],
    ]);
    expect([code, stderr]).toEqual([
      0,
      [
        `${names[2]} holds the same as ${names[0]}, and is not counted again`,
        `${names[0]} and ${names[1]} are not read as one capture: nothing was recorded for 60.0 s in between, longer than ever within them, and no connection goes on from one to the other; what was open then is counted in each`,
      ],
    ]);
  });

  it('says where two captures may have recorded the same', async () => {
    const other = cutBefore(closed, [1])[1] ?? closed;
    const { names } = written({ 'front.pcap': closed, 'back.pcap': other });
    const { code, stderr } = await command('read', ...names, '--json', '-');
    expect([code, stderr]).toEqual([
      0,
      [
        `1 connection(s) between the same ends are in ${names[0]} and in ${names[1]}, which overlap in time: if both recorded the same traffic, it is counted twice`,
      ],
    ]);
  });

  it('reports the others where one cannot be read, and traces of observe beside captures', async () => {
    const { names } = written({
      'good.pcap': closed,
      'bad.pcap': 'no capture',
      'lab.ndjson': fixture('http11-close.ndjson'),
    });
    const gone = join(folder, 'gone.pcap');
    const mixed = await command('read', ...names, gone);
    expect([mixed.code, mixed.stderr]).toEqual([
      1,
      [
        `cannot read ${gone}: ENOENT`,
        `cannot read ${names[1]}: neither pcap nor pcapng`,
        `cannot read ${names[2]} with others: it is a trace of http11-close, which is read alone`,
      ],
    ]);
    expect(mixed.stdout).toContain('10.0.0.2:80');
    const none = await command('read', gone, names[1] ?? '');
    expect([none.code, none.stdout, none.stderr.at(-1)]).toEqual([2, '', 'none of the files could be read']);
    const pipe = await command('read', '-', names[0] ?? '');
    expect([pipe.code, pipe.stderr.length, pipe.stderr.some((line) => stackLine.test(line))]).toEqual([
      2,
      1,
      false,
    ]);
  });
});
