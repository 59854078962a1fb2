/** Packed captures: gzip is read through, whole, in members, cut or damaged; of others it is said what unpacks them. */
import { createCipheriv } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { judgeCapture } from '../../../src/commands/read/capture.ts';
import { unpacked } from '../../../src/commands/read/unpacked.ts';
import { lentChunks, pcap } from '../../capture/build.ts';
import { conversations } from '../../capture/exchanges.ts';

const capture = Buffer.concat([pcap([]), conversations(3000)(40_000, 30, { closes: true })]);
/** It can hardly be packed. */
const noise = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(200_000));

async function read(file: Buffer, step = 1000) {
  const { reports, summary } = await judgeCapture('a.pcap.gz', lentChunks(file, step), []);
  const [report] = reports;
  const { facts, verdicts } = report?.result ?? {};
  return [facts?.observed?.exchanges, verdicts?.observed?.wire.mode, summary.damaged];
}

async function unpackedBytes(file: Buffer, step = 1e6): Promise<{ bytes: Buffer; isDamaged: boolean }> {
  const source = unpacked(lentChunks(file, step), 'x');
  const all: Buffer[] = [];
  for await (const chunk of source.chunks) all.push(Buffer.from(chunk));
  return { bytes: Buffer.concat(all), isDamaged: source.isDamaged() };
}

describe('gzip', () => {
  it('is read through, however its bytes come', async () => {
    for (const step of [1, 7, 1000, 1e6])
      expect(await read(gzipSync(capture), step)).toEqual([30, 'half-duplex', false]);
    expect((await unpackedBytes(gzipSync(noise))).bytes.equals(noise)).toBe(true);
  });

  it('may have several members, and zeros after the last', async () => {
    const parts = [capture.subarray(0, 10), capture.subarray(10, 70_000), capture.subarray(70_000)];
    const members = Buffer.concat(parts.map((part) => gzipSync(part)));
    expect(await read(members)).toEqual([30, 'half-duplex', false]);
    expect(await read(Buffer.concat([members, Buffer.alloc(3000)]))).toEqual([30, 'half-duplex', false]);
  });

  it('that is cut leaves what came before, and nothing that rests on absence', async () => {
    const packed = gzipSync(capture);
    const [exchanges, ...rest] = await read(packed.subarray(0, -100));
    expect([rest, Number(exchanges) > 0]).toEqual([['inconclusive', true], true]);
    // Even where it ends between two members, or two packets.
    expect(await read(packed.subarray(0, -1))).toEqual([30, 'inconclusive', true]);
  });

  it('that is damaged leaves what came before, but for little', async () => {
    const packed = gzipSync(noise);
    const { bytes, isDamaged } = await unpackedBytes(packed.subarray(0, 150_000));
    expect(isDamaged).toBe(true);
    expect(bytes.length).toBeGreaterThan(140_000);
    expect(bytes.equals(noise.subarray(0, bytes.length))).toBe(true);
    // A second member that cannot be: the first is there, but for the piece in which the second begins.
    const short = gzipSync(noise.subarray(0, 20_000));
    const second = await unpackedBytes(
      Buffer.concat([short, Buffer.from([0x1f, 0x8b, 9, 9]), Buffer.alloc(9000)]),
    );
    expect(second.isDamaged).toBe(true);
    expect(second.bytes.length).toBeGreaterThan(19_000);
    expect(second.bytes.equals(noise.subarray(0, second.bytes.length))).toBe(true);
    // The checksum at its end is of something else.
    const changed = Buffer.from(gzipSync(capture));
    changed[changed.length - 6] = (changed.at(-6) ?? 0) ^ 1;
    expect((await read(changed)).slice(1)).toEqual(['inconclusive', true]);
  });

  it('with something else behind it is damaged', async () => {
    const file = Buffer.concat([gzipSync(capture), Buffer.from('and more')]);
    expect((await read(file)).slice(1)).toEqual(['inconclusive', true]);
    expect((await read(file, 11)).slice(1)).toEqual(['inconclusive', true]);
    const later = Buffer.concat([gzipSync(capture), Buffer.alloc(20), Buffer.from('and more')]);
    expect((await read(later)).slice(1)).toEqual(['inconclusive', true]);
  });

  it('that unpacks to very much is read in pieces', async () => {
    const source = unpacked([gzipSync(Buffer.alloc(64 * 1024 * 1024))], 'x');
    let [total, largest] = [0, 0];
    for await (const chunk of source.chunks) {
      total += chunk.length;
      largest = Math.max(largest, chunk.length);
    }
    expect(total).toBe(64 * 1024 * 1024);
    expect(largest).toBeLessThanOrEqual(64 * 1024);
  });

  it('without a capture in it is refused', async () => {
    await expect(read(gzipSync('no capture'))).rejects.toThrow(
      'cannot read a.pcap.gz: neither pcap nor pcapng',
    );
    await expect(read(gzipSync(''))).rejects.toThrow('cannot read a.pcap.gz: it is empty');
    await expect(read(gzipSync(capture).subarray(0, 5))).rejects.toThrow(
      'cannot read a.pcap.gz: it is empty',
    );
  });
});

describe('what Node does not unpack is named with what does:', () => {
  it.each([
    ['zstd', 'zstd -dc', '28b52ffd'],
    ['zstd', 'zstd -dc', '5f2a4d18'],
    ['xz', 'xz -dc', 'fd377a585a00'],
    ['bzip2', 'bzip2 -dc', '425a6839'],
    ['lz4', 'lz4 -dc', '04224d18'],
    ['compress', 'gzip -dc', '1f9d90'],
    ['zip', 'unzip -p', '504b0304'],
  ])('%s', async (packer, command, magic) => {
    const file = Buffer.concat([Buffer.from(magic, 'hex'), Buffer.alloc(100, 7)]);
    for (const step of [1, 5, 1000]) {
      const refused = (name: string | null) => expect(judgeCapture(name, lentChunks(file, step), [])).rejects;
      await refused('a.pcap').toThrow(
        `cannot read a.pcap: it is packed with ${packer}; read what unpacks it: ${command} a.pcap | npm run --silent lab -- read -`,
      );
      await refused("it's").toThrow(`${command} 'it'\\''s' | `);
      await refused(null).toThrow(
        `cannot read stdin: it is packed with ${packer}; put what unpacks it in between: ${command} | npm run --silent lab -- read -`,
      );
    }
  });

  it('and nothing else', async () => {
    await expect(judgeCapture('x', [Buffer.from('BZh0 is no bzip2')], [])).rejects.toThrow(
      'neither pcap nor pcapng',
    );
    await expect(judgeCapture('x', [Buffer.from('BZ')], [])).rejects.toThrow('neither pcap nor pcapng');
    await expect(judgeCapture(null, [], [])).rejects.toThrow('cannot read stdin: it is empty');
  });
});
