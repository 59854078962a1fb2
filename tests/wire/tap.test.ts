/** The tap is faithful: what one end does, the other sees, and the trace tells. RFC 9293 §3.6 for FIN and RST. */
import { connect, createServer, type LookupFunction, Server } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import type { OpenEvent, TraceEvent } from '../../src/model/trace.ts';
import { listen } from '../../src/wire/address.ts';
import { openTap } from '../../src/wire/tap.ts';
import { openRig, type Peer, patient, type Rig, story, taps, unlawful } from './rig.ts';

vi.setConfig(patient);

/** A connection on which each end has said a word. */
async function acquainted(rig: Rig) {
  const nth = rig.accepted.length;
  const client = rig.connect();
  client.socket.write('hello');
  await rig.until(() => rig.accepted[nth]?.text === 'hello');
  const server = rig.accepted[nth];
  if (!server) throw new Error('the server accepted nothing');
  server.socket.write('welcome');
  await rig.until(() => client.text === 'welcome');
  return { client, server };
}

const isOpen = (event: TraceEvent): event is OpenEvent => event.type === 'open';
const closes = (rig: Rig) => rig.events.filter(({ type }) => type === 'close').length;

/** No server is there, and none will be: a port that was free a moment ago may be given to anybody, the tap itself too. */
const nowhere = { host: '127.0.0.1', port: 1 };

describe.each(taps)('a tap %s', (_, open) => {
  describe('passes FIN on as FIN', () => {
    it('from the client, and the server can still speak', async () => {
      const rig = await openRig(open);
      const { client, server } = await acquainted(rig);
      client.socket.end(' and bye');
      await rig.until(() => server.ended);
      expect(server.text).toBe('hello and bye');
      expect(client.ended).toBe(false);
      server.socket.write(', still here');
      await rig.until(() => client.text === 'welcome, still here');
      server.socket.end();
      await rig.until(() => client.closed && server.closed && closes(rig) === 1);
      expect([client.error, server.error]).toEqual([null, null]);
      expect(story(rig.events)).toEqual([
        'open',
        'c2s "hello"',
        's2c "welcome"',
        'c2s " and bye"',
        'c2s end',
        's2c ", still here"',
        's2c end',
        'close',
      ]);
      expect(unlawful(rig.events)).toEqual([]);
    });

    it('from the server, and the client can still speak', async () => {
      const rig = await openRig(open);
      const { client, server } = await acquainted(rig);
      server.socket.end(' and bye');
      await rig.until(() => client.ended);
      expect(client.text).toBe('welcome and bye');
      expect(server.ended).toBe(false);
      client.socket.write(', still here');
      await rig.until(() => server.text === 'hello, still here');
      client.socket.end();
      await rig.until(() => client.closed && server.closed && closes(rig) === 1);
      expect([client.error, server.error]).toEqual([null, null]);
      expect(story(rig.events)).toEqual([
        'open',
        'c2s "hello"',
        's2c "welcome and bye"',
        's2c end',
        'c2s ", still here"',
        'c2s end',
        'close',
      ]);
      expect(unlawful(rig.events)).toEqual([]);
    });
  });

  describe('passes RST on as RST', () => {
    it('from the client', async () => {
      const rig = await openRig(open);
      const { client, server } = await acquainted(rig);
      client.socket.resetAndDestroy();
      await rig.until(() => server.closed && closes(rig) === 1);
      expect(server).toMatchObject({ error: 'ECONNRESET', ended: false });
      expect(story(rig.events)).toEqual(['open', 'c2s "hello"', 's2c "welcome"', 'c2s reset', 'close']);
    });

    it('from the server', async () => {
      const rig = await openRig(open);
      const { client, server } = await acquainted(rig);
      server.socket.resetAndDestroy();
      await rig.until(() => client.closed && closes(rig) === 1);
      expect(client).toMatchObject({ error: 'ECONNRESET', ended: false });
      expect(story(rig.events)).toEqual(['open', 'c2s "hello"', 's2c "welcome"', 's2c reset', 'close']);
    });

    it.each(['client', 'server'] as const)('from the %s, right behind bytes', async (side) => {
      const rig = await openRig(open);
      const ends = await acquainted(rig);
      ends[side].socket.write(', bye');
      ends[side].socket.resetAndDestroy();
      await rig.until(() => closes(rig) === 1);
      expect(story(rig.events).slice(2)).toEqual(
        side === 'client'
          ? ['s2c "welcome"', 'c2s ", bye"', 'c2s reset', 'close']
          : ['s2c "welcome, bye"', 's2c reset', 'close'],
      );
    });

    it('from a client whose other half is closed already', async () => {
      const rig = await openRig(open);
      const { client, server } = await acquainted(rig);
      server.socket.end();
      await rig.until(() => client.ended);
      client.socket.resetAndDestroy();
      await rig.until(() => server.closed && closes(rig) === 1);
      expect(server.error).toBe('ECONNRESET');
      expect(story(rig.events).slice(3)).toEqual(['s2c end', 'c2s reset', 'close']);
    });

    it('from a client that had finished, as soon as the server speaks to it', async () => {
      const rig = await openRig(open);
      const { client, server } = await acquainted(rig);
      client.socket.end();
      await rig.until(() => server.ended);
      client.socket.resetAndDestroy();
      const speak = () => {
        server.socket.write('anyone there?', (error) => error || setImmediate(speak));
      };
      speak();
      await rig.until(() => server.closed && closes(rig) === 1);
      expect(['ECONNRESET', 'EPIPE']).toContain(server.error);
      expect(story(rig.events).slice(-2)).toEqual(['c2s reset', 'close']);
    });
  });

  describe('whose server is not there', () => {
    it('resets the client and says why', async () => {
      const rig = await openRig(open, { to: () => nowhere });
      const client = rig.connect();
      await rig.until(() => client.closed && closes(rig) === 1);
      expect(client).toMatchObject({ error: 'ECONNRESET', ended: false });
      expect(story(rig.events)).toEqual(['open', 'error ECONNREFUSED', 'close']);
      expect(rig.events[0]).toMatchObject({ back: { tap: null, server: nowhere }, control: false });
      expect(unlawful(rig.events)).toEqual([]);
    });

    it.each(['leaves', 'resets'])('survives a client that %s at once', async (how) => {
      const rig = await openRig(open, { to: () => nowhere });
      for (let nth = 1; nth <= 20; nth++) {
        const { socket } = rig.connect();
        // On a thread the tap may have reset it before it is told that it is connected.
        await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
        if (how === 'leaves') socket.destroy();
        else socket.resetAndDestroy();
      }
      await rig.until(() => closes(rig) === 20);
      for (let nth = 1; nth <= 20; nth++)
        expect(story(rig.events, nth)).toEqual(['open', 'error ECONNREFUSED', 'close']);
      expect(unlawful(rig.events)).toEqual([]);
    });
  });

  it.each(['leaves', 'resets'])('survives a client that connects and %s at once', async (how) => {
    const rig = await openRig(open);
    for (let nth = 1; nth <= 20; nth++) {
      const { socket } = rig.connect();
      await new Promise((resolve) => socket.once('connect', resolve));
      if (how === 'leaves') socket.destroy();
      else socket.resetAndDestroy();
    }
    if (how === 'leaves') {
      await rig.until(() => rig.accepted.filter(({ ended }) => ended).length === 20);
      for (const { socket } of rig.accepted) socket.end();
    }
    await rig.until(() => closes(rig) === 20);
    for (let nth = 1; nth <= 20; nth++)
      expect(story(rig.events, nth)).toEqual(
        how === 'leaves' ? ['open', 'c2s end', 's2c end', 'close'] : ['open', 'c2s reset', 'close'],
      );
    await rig.until(() => rig.accepted.every(({ closed }) => closed));
    expect(rig.accepted.map(({ error }) => error)).toEqual(
      Array(20).fill(how === 'leaves' ? null : 'ECONNRESET'),
    );
    expect(unlawful(rig.events)).toEqual([]);
  });

  it('numbers connections in the order in which they came, and knows both addresses of each', async () => {
    const rig = await openRig(open);
    const clients: Peer[] = [];
    for (let nth = 0; nth < 50; nth++) {
      const client = rig.connect();
      await new Promise((resolve) => client.socket.once('connect', resolve));
      clients.push(client);
    }
    await rig.until(() => rig.accepted.length === 50 && rig.events.length === 50);
    const opens = rig.events.filter(isOpen);
    expect(opens.map(({ connection }) => connection)).toEqual(clients.map((_, index) => index + 1));
    expect(opens.map(({ front }) => front)).toEqual(
      clients.map(({ socket }) => ({
        client: { host: '127.0.0.1', port: socket.localPort },
        tap: rig.tap.address,
      })),
    );
    const ports = opens.map(({ back }) => (back.tap && 'port' in back.tap ? back.tap.port : 0));
    expect(new Set(ports)).toEqual(new Set(rig.accepted.map(({ socket }) => socket.remotePort)));
    expect(unlawful(rig.events)).toEqual([]);
  });

  it('listens on loopback, twice, and tells control connections from the others', async () => {
    const rig = await openRig(open);
    expect([rig.tap.address.host, rig.tap.control.host]).toEqual(['127.0.0.1', '127.0.0.1']);
    await acquainted(rig);
    await rig.controlExchange();
    await rig.tap.mark({ type: 'mark', mark: 'noted', of: 'the control exchange' });
    expect(rig.events.filter(isOpen).map(({ control }) => control)).toEqual([false, true]);
    expect(story(rig.events, 2)).toEqual(['open', 'c2s "."', 's2c "."']);
  });

  it('puts a mark between what was before and what comes after', async () => {
    const rig = await openRig(open);
    const { client, server } = await acquainted(rig);
    const mark = await rig.tap.mark({ type: 'mark', mark: 'noted', of: 'a', figures: { two: 2 } });
    expect(mark).toEqual({ type: 'mark', mark: 'noted', of: 'a', figures: { two: 2 }, seq: 4, at: mark.at });
    expect(rig.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(rig.events[3]).toEqual(mark);
    client.socket.write('!');
    await rig.until(() => server.text === 'hello!');
    const [second, third] = await Promise.all([
      rig.tap.mark({ type: 'mark', mark: 'noted', of: 'b' }),
      rig.tap.mark({ type: 'mark', mark: 'noted', of: 'c' }),
    ]);
    expect([second, third]).toMatchObject([
      { of: 'b', seq: 6 },
      { of: 'c', seq: 7 },
    ]);
    expect(unlawful(rig.events)).toEqual([]);
  });

  it('is not disturbed by a listener that throws, and warns of it once', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    try {
      let called = 0;
      const rig = await openRig(open, {
        listener() {
          called++;
          throw new Error('no more room');
        },
      });
      const { client, server } = await acquainted(rig);
      client.socket.end();
      server.socket.end();
      await rig.until(() => client.closed && server.closed && called === 6);
      expect([client.error, server.error]).toEqual([null, null]);
      expect(warn.mock.calls.map(([text]) => text)).toEqual(["the trace's listener failed: no more room"]);
    } finally {
      warn.mockRestore();
    }
  });

  it('closes whatever is still open, and gives its port back', async () => {
    const rig = await openRig(open);
    const whole = await acquainted(rig);
    const half = await acquainted(rig);
    half.client.socket.end();
    await rig.until(() => half.server.ended);
    const held = await acquainted(rig);
    rig.tap.withhold({ direction: 's2c', text: 'never' });
    await Promise.all([rig.tap.close(), rig.tap.close()]);
    await rig.tap.close();
    for (const { client, server } of [whole, half, held]) {
      client.socket.destroy();
      server.socket.destroy();
    }
    expect(closes(rig)).toBe(3);
    expect(unlawful(rig.events)).toEqual([]);
    const refused = connect(rig.tap.address);
    expect(await new Promise((resolve) => refused.on('error', resolve))).toMatchObject({
      code: 'ECONNREFUSED',
    });
    const server = createServer();
    expect(await listen(server, rig.tap.address.host, rig.tap.address.port)).toEqual(rig.tap.address);
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
  const rig = await openRig(openTap, {
    to: ({ port }) => Object.assign({ host: 'slowly-found.test', port }, { lookup }),
  });
  const clients: Peer[] = [];
  for (let nth = 0; nth < 2; nth++) {
    await new Promise<void>((resolve) => {
      asked = resolve;
      clients.push(rig.connect());
    });
  }
  return { rig, clients, found };
}

describe('before the server is reached', () => {
  it('a connection waits for those accepted earlier', async () => {
    const { rig, clients, found } = await waitingClients();
    found[1]?.();
    await rig.until(() => rig.accepted.length === 1);
    found[0]?.();
    await rig.until(() => rig.events.length === 2);
    expect(rig.events.filter(isOpen).map(({ front }) => front.client)).toMatchObject(
      clients.map(({ socket }) => ({ port: socket.localPort })),
    );
    expect(unlawful(rig.events)).toEqual([]);
  });

  it('a reset and a FIN of the client are kept for it', async () => {
    const { rig, clients, found } = await waitingClients();
    clients[0]?.socket.resetAndDestroy();
    clients[1]?.socket.end('bye');
    await rig.until(() => clients[0]?.closed === true);
    for (const reach of found) reach();
    await rig.until(() => rig.accepted[1]?.ended === true && rig.accepted[0]?.closed === true);
    expect(rig.accepted).toMatchObject([{ error: 'ECONNRESET' }, { error: null, text: 'bye' }]);
    rig.accepted[1]?.socket.end();
    await rig.until(() => closes(rig) === 2);
    expect(story(rig.events, 1)).toEqual(['open', 'c2s reset', 'close']);
    expect(story(rig.events, 2)).toEqual(['open', 'c2s "bye"', 'c2s end', 's2c end', 'close']);
  });

  it.each([
    ['a reset of the server is', '', []],
    ['what the server says, and its reset, are', 'welcome', ['s2c "welcome"']],
  ])('%s kept until the connection is told of', async (_, text, told) => {
    const { rig, found } = await waitingClients();
    found[1]?.();
    await rig.until(() => rig.accepted.length === 1);
    // What the server has accepted is told to the tap in the next turn of the event loop that looks.
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    rig.accepted[0]?.socket.write(text);
    rig.accepted[0]?.socket.resetAndDestroy();
    await rig.until(() => rig.accepted[0]?.closed === true);
    found[0]?.();
    await rig.until(() => closes(rig) === 1);
    expect(story(rig.events, 2)).toEqual(['open', ...told, 's2c reset', 'close']);
  });

  it('closing the tap ends the connections and tells of it', async () => {
    const { rig, clients } = await waitingClients();
    await rig.tap.close();
    expect(story(rig.events, 1)).toEqual(['open', 'error ECONNABORTED', 'close']);
    expect(story(rig.events, 2)).toEqual(['open', 'error ECONNABORTED', 'close']);
    await rig.until(() => clients.every(({ ended, closed }) => ended || closed));
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
      const rig = await openRig(openTap);
      const doors = (listening.mock.contexts as Server[]).slice(-2);
      for (const door of doors) door.emit('error', new Error('accept EMFILE'));
      await acquainted(rig);
      expect(warn.mock.calls.map(([error]) => String(error))).toEqual(Array(2).fill('Error: accept EMFILE'));
    } finally {
      listening.mockRestore();
      warn.mockRestore();
    }
  });
});
