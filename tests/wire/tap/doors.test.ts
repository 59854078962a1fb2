/**
 * The tap before its server is reached, and the two ports on which it listens.
 * What was recorded is compared in words, one an event: 'c2s "hello"' are bytes from the client, 's2c end' is the
 * server's FIN; neighbouring bytes of one direction are one.
 */
import { createServer, type LookupFunction, Server } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { listen, loopback } from '../../../src/wire/address.ts';
import { openTap } from '../../../src/wire/tap.ts';
import { freePorts } from '../../peers/support/running.ts';
import { brokenRules, eventsInWords, openTappedServer, type Peer, patient, taps } from '../tapped-server.ts';
import { acquainted, closes, isOpen } from './connections.ts';

vi.setConfig(patient);

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
  it('connections are told of in the order in which they were accepted', async () => {
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
    ['a reset of the server', '', []],
    ['what the server says, and its reset', 'welcome', ['s2c "welcome"']],
  ])('%s need not wait for a connection that was accepted earlier', async (_, text, told) => {
    const { tapped, found } = await waitingClients();
    found[1]?.();
    await tapped.until(() => tapped.accepted.length === 1);
    // What the server has accepted is told to the tap in the next turn of the event loop that looks.
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    tapped.accepted[0]?.socket.write(text);
    tapped.accepted[0]?.socket.resetAndDestroy();
    await tapped.until(() => closes(tapped) === 1);
    found[0]?.();
    expect(eventsInWords(tapped.events, 2)).toEqual(['open', ...told, 's2c reset', 'close']);
  });

  it('clients that have left are given up, though the server is never reached', async () => {
    const { tapped, clients, found } = await waitingClients();
    clients[0]?.socket.resetAndDestroy();
    clients[1]?.socket.end('bye');
    await tapped.until(() => closes(tapped) === 2);
    for (const nth of [1, 2])
      expect(eventsInWords(tapped.events, nth)).toEqual(['open', 'error ECONNABORTED', 'close']);
    for (const reach of found) reach();
    expect(tapped.accepted).toEqual([]);
  });

  it('closing the tap ends the connections and tells of it', async () => {
    const { tapped, clients } = await waitingClients();
    await tapped.tap.close();
    expect(eventsInWords(tapped.events, 1)).toEqual(['open', 'error ECONNABORTED', 'close']);
    expect(eventsInWords(tapped.events, 2)).toEqual(['open', 'error ECONNABORTED', 'close']);
    await tapped.until(() => clients.every(({ ended, closed }) => ended || closed));
  });
});

describe.each(taps)('the entrances of a tap %s', (_, open) => {
  it('tell clients apart that come from one address, and lead to the same server', async () => {
    const tapped = await openTappedServer(open);
    const [first, second] = [await tapped.tap.entrance(), await tapped.tap.entrance()];
    await acquainted(tapped, second);
    await acquainted(tapped);
    await acquainted(tapped, first);
    await acquainted(tapped, second);
    expect(tapped.events.filter(isOpen).map(({ client, control }) => [client, control])).toEqual([
      [2, false],
      [undefined, false],
      [1, false],
      [2, false],
    ]);
    expect(eventsInWords(tapped.events, 4)).toEqual(['open', 'c2s "hello"', 's2c "welcome"']);
  });
});

describe('the doors of a tap', () => {
  it('are all closed with it, one that was just being opened, too', async () => {
    const listening = vi.spyOn(Server.prototype, 'listen');
    try {
      const { tap } = await openTappedServer(openTap);
      await tap.entrance();
      const late = tap.entrance();
      const lost = expect(late).rejects.toThrow('closed');
      await tap.close();
      await lost;
      await expect(tap.entrance()).rejects.toThrow();
      const doors = (listening.mock.contexts as Server[]).slice(-4);
      expect(doors.map((door) => door.listening)).toEqual([false, false, false, false]);
    } finally {
      listening.mockRestore();
    }
  });

  it('are both closed if the second cannot be opened', async () => {
    const taken = createServer();
    const [port] = await freePorts(1);
    const at = await listen(taken, loopback, port);
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
