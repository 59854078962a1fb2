/** Clients in a capture are told by their address: what one does says nothing of another's connections. */
import { describe, expect, it } from 'vitest';
import { pcap, server, tcp } from './build.ts';
import { judge } from './judge.ts';

type Endpoint = [number[], number];
const request = 'GET / HTTP/1.1\r\nHost: example.org\r\n\r\n';
const response = 'HTTP/1.1 204 No Content\r\n\r\n';

/** One exchange on a connection that both sides then end. */
const visit = (from: Endpoint): Buffer[] => [
  tcp({ from, seq: 0, flags: 'S' }),
  tcp({ from: server, to: from, seq: 0, ack: 1, flags: 'S' }),
  tcp({ from, seq: 1, ack: 1, data: request }),
  tcp({ from: server, to: from, seq: 1, ack: 1 + request.length, data: response }),
  tcp({ from, seq: 1 + request.length, ack: 1 + response.length, flags: 'F' }),
  tcp({ from: server, to: from, seq: 1 + response.length, ack: 2 + request.length, flags: 'F' }),
];
const host = (last: number, port = 40_000): Endpoint => [[10, 0, 0, last], port];

const seen = async (...visitors: Endpoint[]) => {
  const [result] = await judge(pcap(visitors.flatMap(visit)));
  const { mode, reason } = result?.verdicts?.observed?.conversation ?? {};
  return { said: `${mode}: ${reason?.id}`, reasons: result?.facts?.observed?.newConnections };
};

describe('clients in a capture', () => {
  it('that came once each leave the conversation open', async () => {
    const open = { said: 'inconclusive: verdict.nothing-further', reasons: {} };
    expect(await seen(host(1), host(3))).toEqual(open);
    expect(await seen(host(1), host(3), host(4), host(5))).toEqual(open);
  });

  it('of one address are one client, whatever its ports', async () => {
    expect(await seen(host(1), host(1, 40_001))).toEqual({
      said: 'simplex: verdict.next-elsewhere',
      reasons: { 'all closed by the client: a new session, or it keeps none': 1 },
    });
  });

  it('that come again between others are the same', async () => {
    const { reasons } = await seen(host(1), host(3), host(1, 40_001), host(4), host(3, 40_001));
    expect(reasons).toEqual({ 'all closed by the client: a new session, or it keeps none': 2 });
  });
});
