/**
 * FIN is passed on as FIN and RST as RST, each half of a connection by itself. RFC 9293 §3.6.
 * What was recorded is compared in words, one an event: 'c2s "hello"' are bytes from the client, 's2c end' is the
 * server's FIN; neighbouring bytes of one direction are one.
 */
import { describe, expect, it, vi } from 'vitest';
import { brokenRules, eventsInWords, openTappedServer, patient, taps } from '../tapped-server.ts';
import { acquainted, closes } from './connections.ts';

vi.setConfig(patient);

describe.each(taps)('a tap %s', (_, open) => {
  describe('passes FIN on as FIN', () => {
    it('from the client, and the server can still speak', async () => {
      const tapped = await openTappedServer(open);
      const { client, server } = await acquainted(tapped);
      client.socket.end(' and bye');
      await tapped.until(() => server.ended);
      expect(server.text).toBe('hello and bye');
      expect(client.ended).toBe(false);
      server.socket.write(', still here');
      await tapped.until(() => client.text === 'welcome, still here');
      server.socket.end();
      await tapped.until(() => client.closed && server.closed && closes(tapped) === 1);
      expect([client.error, server.error]).toEqual([null, null]);
      expect(eventsInWords(tapped.events)).toEqual([
        'open',
        'c2s "hello"',
        's2c "welcome"',
        'c2s " and bye"',
        'c2s end',
        's2c ", still here"',
        's2c end',
        'close',
      ]);
      expect(brokenRules(tapped.events)).toEqual([]);
    });

    it('from the server, and the client can still speak', async () => {
      const tapped = await openTappedServer(open);
      const { client, server } = await acquainted(tapped);
      server.socket.end(' and bye');
      await tapped.until(() => client.ended);
      expect(client.text).toBe('welcome and bye');
      expect(server.ended).toBe(false);
      client.socket.write(', still here');
      await tapped.until(() => server.text === 'hello, still here');
      client.socket.end();
      await tapped.until(() => client.closed && server.closed && closes(tapped) === 1);
      expect([client.error, server.error]).toEqual([null, null]);
      expect(eventsInWords(tapped.events)).toEqual([
        'open',
        'c2s "hello"',
        's2c "welcome and bye"',
        's2c end',
        'c2s ", still here"',
        'c2s end',
        'close',
      ]);
      expect(brokenRules(tapped.events)).toEqual([]);
    });
  });

  describe('passes RST on as RST', () => {
    it('from the client', async () => {
      const tapped = await openTappedServer(open);
      const { client, server } = await acquainted(tapped);
      client.socket.resetAndDestroy();
      await tapped.until(() => server.closed && closes(tapped) === 1);
      expect(server).toMatchObject({ error: 'ECONNRESET', ended: false });
      expect(eventsInWords(tapped.events)).toEqual([
        'open',
        'c2s "hello"',
        's2c "welcome"',
        'c2s reset',
        'close',
      ]);
    });

    it('from the server', async () => {
      const tapped = await openTappedServer(open);
      const { client, server } = await acquainted(tapped);
      server.socket.resetAndDestroy();
      await tapped.until(() => client.closed && closes(tapped) === 1);
      expect(client).toMatchObject({ error: 'ECONNRESET', ended: false });
      expect(eventsInWords(tapped.events)).toEqual([
        'open',
        'c2s "hello"',
        's2c "welcome"',
        's2c reset',
        'close',
      ]);
    });

    it.each(['client', 'server'] as const)('from the %s, right behind bytes', async (side) => {
      const tapped = await openTappedServer(open);
      const ends = await acquainted(tapped);
      ends[side].socket.write(', bye');
      ends[side].socket.resetAndDestroy();
      await tapped.until(() => closes(tapped) === 1);
      expect(eventsInWords(tapped.events).slice(2)).toEqual(
        side === 'client'
          ? ['s2c "welcome"', 'c2s ", bye"', 'c2s reset', 'close']
          : ['s2c "welcome, bye"', 's2c reset', 'close'],
      );
    });

    it('from a client whose other half is closed already', async () => {
      const tapped = await openTappedServer(open);
      const { client, server } = await acquainted(tapped);
      server.socket.end();
      await tapped.until(() => client.ended);
      client.socket.resetAndDestroy();
      await tapped.until(() => server.closed && closes(tapped) === 1);
      expect(server.error).toBe('ECONNRESET');
      expect(eventsInWords(tapped.events).slice(3)).toEqual(['s2c end', 'c2s reset', 'close']);
    });

    it('from a client that had finished, as soon as the server speaks to it', async () => {
      const tapped = await openTappedServer(open);
      const { client, server } = await acquainted(tapped);
      client.socket.end();
      await tapped.until(() => server.ended);
      client.socket.resetAndDestroy();
      const speak = () => {
        server.socket.write('anyone there?', (error) => error || setImmediate(speak));
      };
      speak();
      await tapped.until(() => server.closed && closes(tapped) === 1);
      expect(['ECONNRESET', 'EPIPE']).toContain(server.error);
      expect(eventsInWords(tapped.events).slice(-2)).toEqual(['c2s reset', 'close']);
    });
  });
});
