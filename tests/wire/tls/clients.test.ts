/**
 * The tap that takes TLS from clients (RFC 8446): what is recorded is what was meant.
 * What was recorded is compared in words, one an event: 'c2s "hello"' are bytes from the client, 's2c end' is the
 * server's FIN; neighbouring bytes of one direction are one.
 */
import { once } from 'node:events';
import { connect } from 'node:tls';
import { describe, expect, it, vi } from 'vitest';
import type { OpenEvent } from '../../../src/model/trace.ts';
import { eventsInWords, patient, taps } from '../tapped-server.ts';
import { acquainted, bench, certificate, closes, type Options } from './bench.ts';

vi.setConfig(patient);

describe.each(taps)('a tap %s that takes TLS from clients', (_, open) => {
  const taking = (alpn: string | false, more: Partial<Options> = {}) => ({
    ...more,
    terminate: { ...certificate, alpn },
  });

  it('shows a certificate for localhost, and records the clear text between two halves that end by themselves', async () => {
    const at = await bench(open, taking(false));
    const { client, server } = await acquainted(at, at.connectTls());
    client.socket.end(' and bye');
    await at.until(() => server.happened.includes('end'));
    server.socket.end(', still here');
    await at.until(() => closes(at) && client.happened.includes('close'));
    expect(eventsInWords(at.events)).toEqual([
      'open',
      'c2s "hello"',
      's2c "welcome"',
      'c2s " and bye"',
      'c2s end',
      's2c ", still here"',
      's2c end',
      'close',
    ]);
  });

  it.each([
    { upstream: 'h2', client: ['http/1.1', 'h2'], agreed: 'h2' },
    { upstream: 'h2', client: ['http/1.1'], agreed: 'http/1.1' },
    { upstream: 'http/1.1', client: ['h2', 'http/1.1'], agreed: 'http/1.1' },
    { upstream: false as const, client: ['h2'], agreed: false },
    { upstream: 'h2', client: undefined, agreed: false },
  ])(
    'agrees on $agreed with both sides for a client of $client where the server would have $upstream',
    async (row) => {
      const at = await bench(open, taking(row.upstream, { serves: ['h2', 'http/1.1'] }));
      const client = at.connectTls(row.client);
      await acquainted(at, client);
      expect(client.tls.alpnProtocol).toBe(row.agreed);
      expect(at.agreed()).toEqual([row.agreed]);
    },
  );

  it.each([
    ['before it says anything', ''],
    ['in the midst of its first message', '\x16\x03\x01\x02\x00\x01\x00'],
  ])('tells of a client that leaves %s, and disturbs no server', async (_, text) => {
    const at = await bench(open, taking(false));
    const [ends, resets] = [at.connect(), at.connect()];
    for (const { tcp } of [ends, resets]) tcp.write(Buffer.from(text, 'latin1'));
    ends.tcp.end();
    resets.tcp.resetAndDestroy();
    await at.until(() => at.events.filter(({ type }) => type === 'close').length === 2);
    for (const nth of [1, 2])
      expect(eventsInWords(at.events, nth)).toEqual(['open', 'error ECONNABORTED', 'close']);
    expect(at.accepted).toEqual([]);
    await acquainted(at, at.connectTls());
  });

  it('tells of a connection once TLS is agreed, and after what its client called', async () => {
    const at = await bench(open, taking(false));
    const slow = at.connect();
    await once(slow.tcp, 'connect');
    await acquainted(at, at.connectTls());
    connect({ socket: slow.tcp, ca: certificate.cert, servername: 'localhost' });
    const opens = () => at.events.filter((event): event is OpenEvent => event.type === 'open');
    await at.until(() => opens().length === 2);
    expect(at.events.indexOf(opens()[1] as OpenEvent)).toBeGreaterThan(2);
    expect(opens().map(({ asked }) => asked)).toEqual([undefined, 0]);
  });

  it('passes the RST of the client on', async () => {
    const at = await bench(open, taking(false));
    const { client, server } = await acquainted(at, at.connectTls());
    client.tcp.resetAndDestroy();
    await at.until(() => server.happened.includes('close') && closes(at));
    expect(eventsInWords(at.events).slice(3)).toEqual(['c2s reset', 'close']);
  });

  it('passes the RST of the server on beneath TLS', async () => {
    const at = await bench(open, taking(false));
    const { client, server } = await acquainted(at, at.connectTls());
    server.tcp.resetAndDestroy();
    await at.until(() => client.happened.includes('close'));
    expect(client.happened).toContain('ECONNRESET');
  });

  it('says so when a client speaks clear text, and does not disturb the server', async () => {
    const at = await bench(open, taking(false));
    const client = at.connect();
    client.socket.write('GET / HTTP/1.1\r\n\r\n');
    await at.until(() => client.happened.length > 0 && closes(at));
    expect(eventsInWords(at.events)).toEqual(['open', 'error ERR_SSL_HTTP_REQUEST', 'close']);
    expect(at.accepted).toEqual([]);
  });

  it('leaves the control door in clear text, to learn there what the server chooses', async () => {
    const at = await bench(open, taking(false, { tls: { alpn: ['h2', 'http/1.1'] }, serves: ['h2'] }));
    await acquainted(at, at.connect(at.tap.control.port));
    expect(at.events.filter(({ type }) => type === 'open')).toMatchObject([
      { control: true, tls: { alpn: 'h2' } },
    ]);
  });
});
