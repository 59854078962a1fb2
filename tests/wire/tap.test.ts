/**
 * The tap is faithful: what one end does, the other sees, and the trace tells. RFC 9293 §3.6 for FIN and RST.
 * What was recorded is compared in words, one an event: 'c2s "hello"' are bytes from the client, 's2c end' is the
 * server's FIN; neighbouring bytes of one direction are one.
 */
import { connect, createServer, type LookupFunction, Server } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import type { OpenEvent, TraceEvent } from '../../src/model/trace.ts';
import { listen } from '../../src/wire/address.ts';
import { openTap } from '../../src/wire/tap.ts';
import {
  brokenRules,
  eventsInWords,
  openTappedServer,
  type Peer,
  patient,
  type TappedServer,
  taps,
} from './tapped-server.ts';

vi.setConfig(patient);

/** A connection on which each end has said a word. */
async function acquainted(tapped: TappedServer) {
  const nth = tapped.accepted.length;
  const client = tapped.connect();
  client.socket.write('hello');
  await tapped.until(() => tapped.accepted[nth]?.text === 'hello');
  const server = tapped.accepted[nth];
  if (!server) throw new Error('the server accepted nothing');
  server.socket.write('welcome');
  await tapped.until(() => client.text === 'welcome');
  return { client, server };
}

const isOpen = (event: TraceEvent): event is OpenEvent => event.type === 'open';
const closes = (tapped: TappedServer) => tapped.events.filter(({ type }) => type === 'close').length;

/** No server is there, and none will be: a port that was free a moment ago may be given to anybody, the tap itself too. */
const nowhere = { host: '127.0.0.1', port: 1 };

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

  describe('whose server is not there', () => {
    it('resets the client and says why', async () => {
      const tapped = await openTappedServer(open, { to: () => nowhere });
      const client = tapped.connect();
      await tapped.until(() => client.closed && closes(tapped) === 1);
      expect(client).toMatchObject({ error: 'ECONNRESET', ended: false });
      expect(eventsInWords(tapped.events)).toEqual(['open', 'error ECONNREFUSED', 'close']);
      expect(tapped.events[0]).toMatchObject({ back: { tap: null, server: nowhere }, control: false });
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
    const at = await listen(taken);
    const there = { to: at, at, listener: () => {} };
    await expect(open(there)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await new Promise((resolve) => taken.close(resolve));
    const tap = await open(there);
    expect(tap.address).toEqual(at);
    await tap.close();
  });
});

/** Two clients that have connected to a tap whose server's address is found when the test says so. */
async function waitingClients() {
  const found: (() => void)[] = [];
  let asked = () => {};
  const lookup: LookupFunction = (_, { all }, callback) => {
    const answer = { address: '127.0.0.1', family: 4 };
    found.push(() => (all ? callback(null, [answer]) : callback(null, answer.address, answer.family)));
    asked();
  };
  const tapped = await openTappedServer(openTap, {
    to: ({ port }) => Object.assign({ host: 'slowly-found.test', port }, { lookup }),
  });
  const clients: Peer[] = [];
  for (let nth = 0; nth < 2; nth++) {
    await new Promise<void>((resolve) => {
      asked = resolve;
      clients.push(tapped.connect());
    });
  }
  return { tapped, clients, found };
}

describe('before the server is reached', () => {
  it('a connection waits for those accepted earlier', async () => {
    const { tapped, clients, found } = await waitingClients();
    found[1]?.();
    await tapped.until(() => tapped.accepted.length === 1);
    found[0]?.();
    await tapped.until(() => tapped.events.length === 2);
    expect(tapped.events.filter(isOpen).map(({ front }) => front.client)).toMatchObject(
      clients.map(({ socket }) => ({ port: socket.localPort })),
    );
    expect(brokenRules(tapped.events)).toEqual([]);
  });

  it('a reset and a FIN of the client are kept for it', async () => {
    const { tapped, clients, found } = await waitingClients();
    clients[0]?.socket.resetAndDestroy();
    clients[1]?.socket.end('bye');
    await tapped.until(() => clients[0]?.closed === true);
    for (const reach of found) reach();
    await tapped.until(() => tapped.accepted[1]?.ended === true && tapped.accepted[0]?.closed === true);
    expect(tapped.accepted).toMatchObject([{ error: 'ECONNRESET' }, { error: null, text: 'bye' }]);
    tapped.accepted[1]?.socket.end();
    await tapped.until(() => closes(tapped) === 2);
    expect(eventsInWords(tapped.events, 1)).toEqual(['open', 'c2s reset', 'close']);
    expect(eventsInWords(tapped.events, 2)).toEqual(['open', 'c2s "bye"', 'c2s end', 's2c end', 'close']);
  });

  it.each([
    ['a reset of the server is', '', []],
    ['what the server says, and its reset, are', 'welcome', ['s2c "welcome"']],
  ])('%s kept until the connection is told of', async (_, text, told) => {
    const { tapped, found } = await waitingClients();
    found[1]?.();
    await tapped.until(() => tapped.accepted.length === 1);
    // What the server has accepted is told to the tap in the next turn of the event loop that looks.
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    tapped.accepted[0]?.socket.write(text);
    tapped.accepted[0]?.socket.resetAndDestroy();
    await tapped.until(() => tapped.accepted[0]?.closed === true);
    found[0]?.();
    await tapped.until(() => closes(tapped) === 1);
    expect(eventsInWords(tapped.events, 2)).toEqual(['open', ...told, 's2c reset', 'close']);
  });

  it('closing the tap ends the connections and tells of it', async () => {
    const { tapped, clients } = await waitingClients();
    await tapped.tap.close();
    expect(eventsInWords(tapped.events, 1)).toEqual(['open', 'error ECONNABORTED', 'close']);
    expect(eventsInWords(tapped.events, 2)).toEqual(['open', 'error ECONNABORTED', 'close']);
    await tapped.until(() => clients.every(({ ended, closed }) => ended || closed));
  });
});

describe('the doors of a tap', () => {
  it('are both closed if the second cannot be opened', async () => {
    const taken = createServer();
    const at = await listen(taken);
    await new Promise((resolve) => taken.close(resolve));
    const { listen: really } = Server.prototype;
    let opened = 0;
    const spy = vi.spyOn(Server.prototype, 'listen').mockImplementation(function (
      this: Server,
      ...args: unknown[]
    ) {
      opened++;
      if (opened === 1) return Reflect.apply(really, this, args);
      process.nextTick(() =>
        this.emit('error', Object.assign(new Error('none left'), { code: 'EADDRINUSE' })),
      );
      return this;
    });
    try {
      await expect(openTap({ to: at, at, listener: () => {} })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    } finally {
      spy.mockRestore();
    }
    expect(opened).toBe(2);
    expect(await listen(taken, at.host, at.port)).toEqual(at);
    await new Promise((resolve) => taken.close(resolve));
  });

  it('outlive a connection that could not be accepted', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const listening = vi.spyOn(Server.prototype, 'listen');
    try {
      const tapped = await openTappedServer(openTap);
      const doors = (listening.mock.contexts as Server[]).slice(-2);
      for (const door of doors) door.emit('error', new Error('accept EMFILE'));
      await acquainted(tapped);
      expect(warn.mock.calls.map(([error]) => String(error))).toEqual(Array(2).fill('Error: accept EMFILE'));
    } finally {
      listening.mockRestore();
      warn.mockRestore();
    }
  });
});
