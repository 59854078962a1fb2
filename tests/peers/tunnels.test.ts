/** tshark opens what we open: the requests and responses within tunnels, tags and fragments that were made here. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { pcap, tcp } from '../capture/build.ts';
import { ethernetKinds, ipKinds } from '../capture/frames/kinds-of-tunnels.ts';
import { pieces } from '../capture/frames/pieces.ts';
import { summed } from '../capture/frames/sums.ts';
import { ethernet, inUdp, vxlan } from '../capture/frames/tunnels.ts';
import { judge } from '../capture/judge.ts';
import { describeWithPeers } from './support/programs.ts';
import { shown, tsharkProof } from './support/tshark.ts';

const request = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const response = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** Two exchanges of a client on this port, in packets with right sums. */
function talk(port: number): Buffer[] {
  const client: [number[], number] = [[10, 0, 0, 1], port];
  const server: [number[], number] = [[10, 0, 0, 2], 80];
  const sent = (seq: number, ack: number | undefined, data: string, flags = '') =>
    tcp({ from: client, to: server, seq, ...(ack === undefined ? {} : { ack }), data, flags });
  const received = (seq: number, ack: number, data: string, flags = '') =>
    tcp({ from: server, to: client, seq, ack, data, flags });
  const exchange = (nth: number) => [
    sent(101 + nth * request.length, 201 + nth * response.length, request),
    received(201 + nth * response.length, 101 + (nth + 1) * request.length, response),
  ];
  return [
    sent(100, undefined, '', 'S'),
    received(200, 101, '', 'S'),
    sent(101, 201, ''),
    ...exchange(0),
    ...exchange(1),
  ].map(summed);
}

/** tshark is to be told which label leads to a pseudowire, and takes every ERSPAN for Ethernet. */
const unknownToTshark = new Set([
  'a pseudowire with a control word',
  'a pseudowire without, the address beginning like IPv4',
  'a pseudowire without, the address beginning with zero',
  'ERSPAN III of IP alone',
]);

const cut = (packet: Buffer, id: number) =>
  packet.length > 60 ? pieces(packet, { id, at: [24, 40] }).reverse() : [packet];

const kinds: [string, (packet: Buffer, id: number) => Buffer[]][] = [
  ...ethernetKinds.map(([name, wrap]): [string, (packet: Buffer) => Buffer[]] => [
    name,
    (packet) => [wrap(packet)],
  ]),
  ...ipKinds.map(([name, wrap]): [string, (packet: Buffer) => Buffer[]] => [
    name,
    (packet) => [ethernet(wrap(packet))],
  ]),
  ['fragments, the last one first', (packet, id) => cut(packet, id).map(ethernet)],
  ['fragments of VXLAN', (packet, id) => cut(inUdp(4789)(vxlan(ethernet(packet))), id).map(ethernet)],
];

describeWithPeers('tshark, on packets within others', { tshark: tsharkProof }, () => {
  let folder = '';
  let seen: Promise<Map<string, number>> | null = null;
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const port = (nth: number) => 20_000 + nth;
  const frames = kinds.flatMap(([, wrap], nth) =>
    talk(port(nth)).flatMap((packet, at) => wrap(packet, 100 * nth + at + 1)),
  );
  const file = pcap(frames, { link: 1 });

  /** How many requests and responses there are by the client's port. */
  async function count(): Promise<Map<string, number>> {
    folder = await mkdtemp(join(tmpdir(), 'tunnels-'));
    const path = join(folder, 'all.pcap');
    await writeFile(path, file);
    const options = ['-d', 'udp.port==8472,vxlan', '-T', 'fields', '-e', 'tcp.port'];
    const counts = new Map<string, number>();
    for (const line of await shown(path, 'http.request || http.response', ...options)) {
      const client = line.split(',').find((one) => one !== '80') ?? '';
      counts.set(client, (counts.get(client) ?? 0) + 1);
    }
    return counts;
  }

  it.each(kinds.map(([name], nth): [string, number] => [name, nth]))(
    'sees both exchanges in %s',
    async (name, nth) => {
      seen ??= count();
      expect([name, (await seen).get(`${port(nth)}`) ?? 0]).toEqual([
        name,
        unknownToTshark.has(name) ? 0 : 4,
      ]);
    },
  );

  it('and read sees the same', async () => {
    const [result, ...others] = await judge(file);
    expect(others).toEqual([]);
    const { connections, exchanges, exchangesPerConnection } = result?.facts?.observed ?? {};
    expect([connections, exchanges]).toEqual([kinds.length, 2 * kinds.length]);
    expect(new Set(exchangesPerConnection)).toEqual(new Set([2]));
    expect(result?.verdicts?.observed?.wire.mode).toBe('half-duplex');
  });
});
