/** What a relay recorded, written as a capture: read again it says the same. */
import { describe, expect, it } from 'vitest';
import { captureWriter, writeCapture } from '../../../src/capture/write/write.ts';
import type { Recording } from '../../../src/model/recording.ts';
import type { Address, ConnectionEvent, TraceEvent } from '../../../src/model/trace.ts';
import { events } from '../build.ts';
import { at, description, open, place, said, server, written } from './written.ts';

/** Ones' complement sum, RFC 1071, written apart from the one in src. */
const folds = (bytes: Buffer): number => {
  let total = 0;
  for (const [index, byte] of bytes.entries()) total += index % 2 === 0 ? byte * 256 : byte;
  while (total > 65_535) total = (total & 65_535) + (total >> 16);
  return total;
};

describe('a capture that is written', () => {
  it('says that it was synthesised, and names the question on its interface', () => {
    const { file } = written(open());
    expect(file.subarray(0, 24).toString('hex')).toBe(
      `0a0d0d0a${file.subarray(4, 8).toString('hex')}4d3c2b1a01000000ffffffffffffffff`,
    );
    expect(file.toString('latin1')).toContain('Synthesised by http-version-lab from the record of a relay');
    expect(file.toString('latin1')).toContain('lab: ask');
  });

  it('gives clients that are told apart an address each, and leaves their ports', () => {
    const from = (client: number | undefined, host = '127.0.0.1') => {
      const front = { client: at(host, 40_000), tap: at('127.0.0.1', 9999) };
      const [syn] = written(open(client === undefined ? { front } : { front, client })).packets;
      return `${syn?.subarray(26, 30).join('.')}:${syn?.readUInt16BE(34)}`;
    };
    expect([undefined, 1, 2, 300].map((client) => from(client))).toEqual([
      '127.0.0.1:40000',
      '127.0.0.2:40000',
      '127.0.0.3:40000',
      '127.0.1.45:40000',
    ]);
    expect(from(2, '10.0.0.1')).toBe('10.0.0.1:40000');
  });

  it('keeps clients apart that had gone before anybody knew their address', () => {
    const from = (connection: number, address: string) => {
      const front = { client: { path: '' }, tap: at('127.0.0.1', 9999) };
      const back = { tap: null, server: at(address, 80) };
      const { packets, count } = written(open({ front, back, connection }));
      expect(count).toEqual({ connections: 1, leftOut: 0 });
      return packets[0] ?? Buffer.alloc(0);
    };
    const [first, second, sixth] = [from(1, '10.0.0.2'), from(2, '10.0.0.2'), from(1, '::2')];
    expect([first, second].map((syn) => `${syn.subarray(26, 30).join('.')}:${syn.readUInt16BE(34)}`)).toEqual(
      ['0.0.0.0:65535', '0.0.0.0:65534'],
    );
    expect(sixth.subarray(22, 38)).toEqual(Buffer.alloc(16));
  });

  it('begins a connection with the handshake, between the ports as they were', () => {
    const { packets } = written(open());
    const [syn] = packets;
    expect(syn?.toString('hex')).toBe(
      '000000000000000000000000' +
        '0800' +
        '4500002c00004000400626ca' +
        '0a000001' +
        '0a000002' +
        '9c400050' +
        '00010001' +
        '00000000' +
        '6002ffff' +
        `${syn?.subarray(50, 52).toString('hex')}0000` +
        '02048000',
    );
    expect(packets.map((packet) => packet[47])).toEqual([0x02, 0x12, 0x10]);
  });

  it("keeps the server's own port where it was called by a name", () => {
    const { file } = written(open({ back: { tap: null, server: at('server.example', 80) } }));
    expect(events(file)).toEqual(['1 tcp 10.0.0.1 40000 > 10.0.0.9 80']);
  });

  it.each([
    ['the server refused', 'ECONNREFUSED', ['80 RST']],
    ['the client left', 'ECONNABORTED', ['40000 RST']],
    // Of the server nothing is known.
    ['the relay had no descriptor left', 'EMFILE', []],
    ['nobody answered', 'ETIMEDOUT', []],
  ])('says who ended a connection that was not reached: %s', (_, code, ends) => {
    const { packets } = written(open(), { type: 'error', ...place, code }, { type: 'close', ...place });
    const told = packets.map((packet) => `${packet.readUInt16BE(34)} ${packet[47] === 0x02 ? 'SYN' : 'RST'}`);
    expect(told).toEqual(['40000 SYN', ...ends]);
  });

  it('shows a connection as refused only where nothing came of it before the error', () => {
    const error: TraceEvent = { type: 'error', ...place, code: 'EPIPE' };
    const close: TraceEvent = { type: 'close', ...place };
    expect(events(written(open(), error, close).file)).toEqual([]);
    const later = written(open(), said('c2s', 'ask'), said('s2c', 'answer'), error, close);
    expect(events(later.file)).toEqual([
      '1 tcp 10.0.0.1 40000 > 10.0.0.2 80',
      '1 c2s "ask"',
      '1 s2c "answer"',
    ]);
    // Between them something happened on another connection.
    const front = { client: at('10.0.0.1', 40_001), tap: server };
    const other = written(open(), open({ connection: 2, front }), error, said('c2s', 'ask', 2));
    expect(events(other.file)).toEqual(['1 tcp 10.0.0.1 40001 > 10.0.0.2 80', '1 c2s "ask"']);
  });

  it('has right checksums in IP, TCP and UDP, over IPv4 and IPv6', () => {
    const six = {
      front: { client: at('2001:db8::1', 40000), tap: server },
      back: { tap: null, server: at('::1', 80) },
    };
    const udp = open({ connection: 2, transport: 'udp' });
    const { packets } = written(
      open(),
      said('c2s', 'odd'),
      open({ ...six, connection: 3 }),
      said('s2c', 'even', 3),
      udp,
      said('c2s', 'x', 2),
    );
    expect(packets).toHaveLength(11);
    for (const packet of packets) {
      const isIpv4 = packet.readUInt16BE(12) === 0x0800;
      const payload = packet.subarray(isIpv4 ? 34 : 54);
      const addresses = packet.subarray(isIpv4 ? 26 : 22, isIpv4 ? 34 : 54);
      if (isIpv4) expect(folds(packet.subarray(14, 34))).toBe(65_535);
      const protocol = packet[isIpv4 ? 23 : 20] ?? 0;
      const pseudo = Buffer.concat([
        addresses,
        Buffer.from([0, protocol, payload.length >> 8, payload.length & 255]),
      ]);
      expect(folds(Buffer.concat([pseudo, payload]))).toBe(65_535);
    }
  });

  it('gives back what the relay recorded when it is read', () => {
    const { file } = written(
      open(),
      said('c2s', 'ask'),
      said('s2c', 'answer'),
      { type: 'end', ...place, direction: 's2c' },
      said('c2s', 'more'),
      { type: 'end', ...place, direction: 'c2s' },
      { type: 'close', ...place },
    );
    expect(events(file)).toEqual([
      '1 tcp 10.0.0.1 40000 > 10.0.0.2 80',
      '1 c2s "ask"',
      '1 s2c "answer"',
      '1 end s2c',
      '1 c2s "more"',
      '1 end c2s',
      '1 close',
    ]);
    expect(
      events(written(open(), said('c2s', 'a'), { type: 'reset', ...place, direction: 's2c' }).file),
    ).toEqual(['1 tcp 10.0.0.1 40000 > 10.0.0.2 80', '1 c2s "a"', '1 reset s2c', '1 close']);
  });

  it('cuts what was read at once into segments that fit', () => {
    const long = 'x'.repeat(70_000);
    const { file, packets } = written(open(), said('c2s', long));
    expect(packets.filter((packet) => packet.length > 58).map((packet) => packet.length - 58)).toEqual([
      32_768, 32_768, 4464,
    ]);
    expect(
      events(file)
        .slice(1)
        .map((line) => JSON.parse(line.slice(6)))
        .join(''),
    ).toBe(long);
  });

  it('leaves control connections out, and counts Unix-domain sockets as left out', () => {
    const unix: Address = { path: '/s' };
    const { count, packets } = written(
      open({ control: true }),
      open({
        connection: 2,
        transport: 'unix',
        front: { client: unix, tap: unix },
        back: { tap: null, server: unix },
      }),
      said('c2s', 'x', 2),
      said('c2s', 'x', 1),
    );
    expect([packets.length, count]).toEqual([0, { connections: 0, leftOut: 1 }]);
  });

  it('keeps nothing of a connection that is closed', () => {
    const writer = captureWriter(0n);
    writer.source('a', 'b');
    expect(writer.event(0, open() as ConnectionEvent)).toHaveLength(1);
    expect(writer.reached(0, 1, 6)).toHaveLength(2);
    expect(writer.event(0, said('c2s', 'x') as ConnectionEvent)).toHaveLength(2);
    expect(writer.event(0, { type: 'close', ...place })).toEqual([]);
    expect(writer.reached(0, 1, 6)).toEqual([]);
    expect(writer.event(0, said('c2s', 'x') as ConnectionEvent)).toEqual([]);
  });

  it('shows a server that was not reached as a connection refused', () => {
    const { file, packets } = written(
      open(),
      { type: 'error', ...place, code: 'ECONNREFUSED' },
      { type: 'close', ...place },
    );
    expect(packets.map((packet) => packet[47])).toEqual([0x02, 0x14]);
    expect(events(file)).toEqual([]);
  });

  it('puts the packets of all questions in the order of their times', () => {
    const first: Recording = {
      question: 'a',
      events: [open(), said('c2s', 'late')],
      error: null,
      timedOut: false,
    };
    const second: Recording = {
      ...first,
      question: 'b',
      events: [open({ at: 7, front: { client: at('10.0.0.1', 40001), tap: server } })],
    };
    const file = Buffer.concat([
      ...writeCapture([{ description, recordings: [first, second] }], 0n, { connections: 0, leftOut: 0 }),
    ]);
    const times: [number, number][] = [];
    for (let from = 0; from < file.length; from += file.readUInt32LE(from + 4))
      if (file.readUInt32LE(from) === 6)
        times.push([file.readUInt32LE(from + 8), file.readUInt32LE(from + 16)]);
    expect(times).toEqual([
      [0, 5],
      [0, 5],
      [0, 5],
      [1, 7],
      [1, 7],
      [1, 7],
      [0, 10],
      [0, 10],
    ]);
  });
});
