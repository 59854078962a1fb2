/**
 * The tap is faithful: what one end does, the other sees, and the trace tells.
 * What was recorded is compared in words, one an event: 'c2s "hello"' are bytes from the client, 's2c end' is the
 * server's FIN; neighbouring bytes of one direction are one.
 */
import { connect, createServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { listen, loopback } from '../../../src/wire/address.ts';
import { freePorts } from '../../peers/support/running.ts';
import { brokenRules, eventsInWords, openTappedServer, type Peer, patient, taps } from '../tapped-server.ts';
import { acquainted, closes, isOpen, nowhere } from './connections.ts';

vi.setConfig(patient);

describe.each(taps)('a tap %s', (_, open) => {
  describe('whose server is not there', () => {
    it('resets the client and says why', async () => {
      const tapped = await openTappedServer(open, { to: () => nowhere });
      const client = tapped.connect();
      await tapped.until(() => client.closed && closes(tapped) === 1);
      expect(client).toMatchObject({ error: 'ECONNRESET', ended: false });
      expect(eventsInWords(tapped.events)).toEqual(['open', 'error ECONNREFUSED', 'close']);
      expect(tapped.events[0]).toMatchObject({ back: { server: nowhere }, control: false });
      expect(brokenRules(tapped.events)).toEqual([]);
    });

    it.each(['leaves', 'resets'])('survives a client that %s at once', async (how) => {
      const tapped = await openTappedServer(open, { to: () => nowhere });
      for (let nth = 1; nth <= 20; nth++) {
        const { socket } = tapped.connect();
        // On a thread the tap may have reset it before it is told that it is connected.
        await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
        if (how === 'leaves') socket.destroy();
        else socket.resetAndDestroy();
      }
      await tapped.until(() => closes(tapped) === 20);
      for (let nth = 1; nth <= 20; nth++)
        expect(eventsInWords(tapped.events, nth)).toEqual(['open', 'error ECONNREFUSED', 'close']);
      expect(brokenRules(tapped.events)).toEqual([]);
    });
  });

  it.each(['leaves', 'resets'])('survives a client that connects and %s at once', async (how) => {
    const tapped = await openTappedServer(open);
    for (let nth = 1; nth <= 20; nth++) {
      const { socket } = tapped.connect();
      await new Promise((resolve) => socket.once('connect', resolve));
      if (how === 'leaves') socket.destroy();
      else socket.resetAndDestroy();
    }
    if (how === 'leaves') {
      await tapped.until(() => tapped.accepted.filter(({ ended }) => ended).length === 20);
      for (const { socket } of tapped.accepted) socket.end();
    }
    await tapped.until(() => closes(tapped) === 20);
    for (let nth = 1; nth <= 20; nth++)
      expect(eventsInWords(tapped.events, nth)).toEqual(
        how === 'leaves' ? ['open', 'c2s end', 's2c end', 'close'] : ['open', 'c2s reset', 'close'],
      );
    await tapped.until(() => tapped.accepted.every(({ closed }) => closed));
    expect(tapped.accepted.map(({ error }) => error)).toEqual(
      Array(20).fill(how === 'leaves' ? null : 'ECONNRESET'),
    );
    expect(brokenRules(tapped.events)).toEqual([]);
  });

  it('numbers connections in the order in which they came, and knows both addresses of each', async () => {
    const tapped = await openTappedServer(open);
    const clients: Peer[] = [];
    for (let nth = 0; nth < 50; nth++) {
      const client = tapped.connect();
      await new Promise((resolve) => client.socket.once('connect', resolve));
      clients.push(client);
    }
    await tapped.until(() => tapped.accepted.length === 50 && tapped.events.length === 50);
    const opens = tapped.events.filter(isOpen);
    expect(opens.map(({ connection }) => connection)).toEqual(clients.map((_, index) => index + 1));
    expect(opens.map(({ front }) => front)).toEqual(
      clients.map(({ socket }) => ({
        client: { host: '127.0.0.1', port: socket.localPort },
        tap: tapped.tap.address,
      })),
    );
    const ports = opens.map(({ back }) => (back.tap && 'port' in back.tap ? back.tap.port : 0));
    expect(new Set(ports)).toEqual(new Set(tapped.accepted.map(({ socket }) => socket.remotePort)));
    expect(brokenRules(tapped.events)).toEqual([]);
  });

  it('listens on loopback, twice, and tells control connections from the others', async () => {
    const tapped = await openTappedServer(open);
    expect([tapped.tap.address.host, tapped.tap.control.host]).toEqual(['127.0.0.1', '127.0.0.1']);
    await acquainted(tapped);
    await tapped.controlExchange();
    await tapped.tap.mark({ type: 'mark', mark: 'noted', of: 'the control exchange' });
    expect(tapped.events.filter(isOpen).map(({ control }) => control)).toEqual([false, true]);
    expect(eventsInWords(tapped.events, 2)).toEqual(['open', 'c2s "."', 's2c "."']);
  });

  it('puts a mark between what was before and what comes after', async () => {
    const tapped = await openTappedServer(open);
    const { client, server } = await acquainted(tapped);
    const mark = await tapped.tap.mark({ type: 'mark', mark: 'noted', of: 'a', figures: { two: 2 } });
    expect(mark).toEqual({ type: 'mark', mark: 'noted', of: 'a', figures: { two: 2 }, seq: 4, at: mark.at });
    expect(tapped.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(tapped.events[3]).toEqual(mark);
    client.socket.write('!');
    await tapped.until(() => server.text === 'hello!');
    const [second, third] = await Promise.all([
      tapped.tap.mark({ type: 'mark', mark: 'noted', of: 'b' }),
      tapped.tap.mark({ type: 'mark', mark: 'noted', of: 'c' }),
    ]);
    expect([second, third]).toMatchObject([
      { of: 'b', seq: 6 },
      { of: 'c', seq: 7 },
    ]);
    expect(brokenRules(tapped.events)).toEqual([]);
  });

  it('is not disturbed by a listener that throws, and warns of it once', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    try {
      let called = 0;
      const tapped = await openTappedServer(open, {
        listener() {
          called++;
          throw new Error('no more room');
        },
      });
      const { client, server } = await acquainted(tapped);
      client.socket.end();
      server.socket.end();
      await tapped.until(() => client.closed && server.closed && called === 6);
      expect([client.error, server.error]).toEqual([null, null]);
      expect(warn.mock.calls.map(([text]) => text)).toEqual(["the trace's listener failed: no more room"]);
    } finally {
      warn.mockRestore();
    }
  });

  it('closes whatever is still open, and gives its port back', async () => {
    const tapped = await openTappedServer(open);
    const whole = await acquainted(tapped);
    const half = await acquainted(tapped);
    half.client.socket.end();
    await tapped.until(() => half.server.ended);
    const held = await acquainted(tapped);
    tapped.tap.withhold({ direction: 's2c', text: 'never' });
    await Promise.all([tapped.tap.close(), tapped.tap.close()]);
    await tapped.tap.close();
    for (const { client, server } of [whole, half, held]) {
      client.socket.destroy();
      server.socket.destroy();
    }
    expect(closes(tapped)).toBe(3);
    expect(brokenRules(tapped.events)).toEqual([]);
    const refused = connect(tapped.tap.address);
    expect(await new Promise((resolve) => refused.on('error', resolve))).toMatchObject({
      code: 'ECONNREFUSED',
    });
    const server = createServer();
    expect(await listen(server, tapped.tap.address.host, tapped.tap.address.port)).toEqual(
      tapped.tap.address,
    );
    await new Promise((resolve) => server.close(resolve));
  });

  it('listens where it is told, and rejects if somebody else is there', async () => {
    const taken = createServer();
    // It is let go of and taken again: the system gives none of these to anybody meanwhile.
    const [port] = await freePorts(1);
    const at = await listen(taken, loopback, port);
    const there = { to: at, at, listener: () => {} };
    await expect(open(there)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await new Promise((resolve) => taken.close(resolve));
    const tap = await open(there);
    expect(tap.address).toEqual(at);
    await tap.close();
  });
});
