/**
 * The tap between clear text and TLS (RFC 8446): what is recorded is what was meant.
 * What was recorded is compared in words, one an event: 'c2s "hello"' are bytes from the client, 's2c end' is the
 * server's FIN; neighbouring bytes of one direction are one.
 */
import { describe, expect, it, vi } from 'vitest';
import { brokenRules, eventsInWords, patient, taps } from '../tapped-server.ts';
import { acquainted, bench, closes } from './bench.ts';

vi.setConfig(patient);

describe.each(taps)('a tap %s that speaks TLS to the server', (_, open) => {
  it('records the clear text, and passes each half’s end on by itself', async () => {
    const at = await bench(open, {});
    const { client, server } = await acquainted(at);
    client.socket.end(' and bye');
    await at.until(() => server.happened.includes('end'));
    expect(server.text).toBe('hello and bye');
    server.socket.end(', still here');
    await at.until(() => client.happened.includes('close') && closes(at));
    expect(client.text).toBe('welcome, still here');
    expect(client.happened).toEqual(['end', 'close']);
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
    expect(brokenRules(at.events)).toEqual([]);
  });

  it('lets the client speak on when the server has finished', async () => {
    const at = await bench(open, {});
    const { client, server } = await acquainted(at);
    server.socket.end();
    await at.until(() => client.happened.includes('end'));
    client.socket.end(', still here');
    await at.until(() => server.happened.includes('end') && closes(at));
    expect(server.text).toBe('hello, still here');
    expect(eventsInWords(at.events).slice(3)).toEqual(['s2c end', 'c2s ", still here"', 'c2s end', 'close']);
  });

  it.each([
    ['h2', ['h2', 'http/1.1'], ['http/1.1', 'h2']],
    ['http/1.1', ['http/1.1'], ['h2', 'http/1.1']],
    [false, ['h2'], undefined],
    [false, [], ['h2']],
  ])('tells that %s was agreed on when it offers %j and the server has %j', async (agreed, alpn, serves) => {
    const preferring = agreed === 'h2' ? ['h2', 'http/1.1'] : serves;
    const at = await bench(open, { tls: { alpn }, ...(preferring ? { serves: preferring } : {}) });
    await acquainted(at);
    expect(at.agreed()).toEqual([agreed]);
  });

  it('names the server as it is told', async () => {
    const at = await bench(open, { tls: { alpn: [], servername: 'bench.example' } });
    await acquainted(at);
    expect(at.asked).toEqual(['bench.example']);
  });

  it('passes the RST of the client on beneath TLS', async () => {
    const at = await bench(open, {});
    const { client, server } = await acquainted(at);
    client.socket.resetAndDestroy();
    await at.until(() => server.happened.includes('close') && closes(at));
    expect(server.happened).toEqual(['secure', 'ECONNRESET', 'close']);
    expect(eventsInWords(at.events).slice(3)).toEqual(['c2s reset', 'close']);
  });

  it('passes the RST of the server on', async () => {
    const at = await bench(open, {});
    const { client, server } = await acquainted(at);
    server.tcp.resetAndDestroy();
    await at.until(() => client.happened.includes('close') && closes(at));
    expect(client.happened).toEqual(['ECONNRESET', 'close']);
    expect(eventsInWords(at.events).slice(3)).toEqual(['s2c reset', 'close']);
  });

  it('says why no TLS was agreed, and resets the client', async () => {
    const at = await bench(open, { garbage: 'HTTP/1.1 400 Bad Request\r\n\r\n' });
    const client = at.connect();
    await at.until(() => client.happened.includes('close') && closes(at));
    expect(client.happened).toEqual(['ECONNRESET', 'close']);
    expect(eventsInWords(at.events)).toEqual(['open', 'error ERR_SSL_WRONG_VERSION_NUMBER', 'close']);
  });

  it('closes what was made ready at this very moment', async () => {
    const at = await bench(open, {});
    const client = at.connect();
    await at.until(() => at.events.some(({ type }) => type === 'open'));
    await at.tap.close();
    await at.until(() => client.happened.includes('close') || client.happened.includes('end'));
  });

  it('is not kept from others by a handshake that does not end', async () => {
    const at = await bench(open, { silent: true });
    const first = at.connect();
    await at.until(() => at.accepted.length === 1);
    const second = at.connect();
    second.socket.write('me too');
    await at.until(() => at.accepted[1]?.text === 'me too');
    expect(first.happened).toEqual([]);
    // From a thread what was recorded may come after what it passed on.
    await at.until(() => eventsInWords(at.events).length > 1);
    expect(eventsInWords(at.events)).toEqual(['open', 'c2s "me too"']);
  });
});
