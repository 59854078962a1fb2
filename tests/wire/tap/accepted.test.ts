/** When a connection is in the trace, and when the tap says that its server was reached. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Address } from '../../../src/model/trace.ts';
import { listen } from '../../../src/wire/address.ts';
import { openTap } from '../../../src/wire/tap.ts';
import { patient } from '../tapped-server.ts';
import { nowhere } from './connections.ts';

vi.setConfig(patient);

/** What the tap says, in the order in which it does, and the end of the turn in which it accepted. */
async function sayings(to: (server: Address) => Address) {
  const server = createServer((socket) => socket.resume().end('hello'));
  const said: string[] = [];
  const tap = await openTap({
    to: to(await listen(server)),
    onAccepted() {
      said.push('accepted');
      setImmediate(() => said.push('end of the turn'));
    },
    onReached: (connection) => said.push(`reached ${connection}`),
    listener: (event) => event.type !== 'mark' && said.push(`${event.type} ${event.connection}`),
  });
  onTestFinished(async () => {
    await tap.close();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    said,
    /** Until the tap has closed the connection. */
    async ask(port: number): Promise<void> {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.resume();
      if (!socket.closed) await once(socket, 'close').catch(() => {});
    },
    tap,
  };
}

it('a connection is in the trace in the turn in which it was accepted, before its server is reached', async () => {
  const { said, ask, tap } = await sayings((server) => server);
  await ask(tap.address.port);
  await tap.mark({ type: 'mark', mark: 'noted', of: 'a' });
  expect(said.slice(0, 5)).toEqual(['accepted', 'open 1', 'end of the turn', 'reached 1', 'bytes 1']);
});

it('so it is where the name of the server must be looked up first', async () => {
  const named = (server: Address): Address => ({
    host: 'localhost',
    port: 'port' in server ? server.port : 0,
  });
  const { said, ask, tap } = await sayings(named);
  await ask(tap.address.port);
  expect(said.slice(0, 4)).toEqual(['accepted', 'open 1', 'end of the turn', 'reached 1']);
});

it('a server that is not there is never said to be reached', async () => {
  const { said, ask, tap } = await sayings(() => nowhere);
  await ask(tap.address.port);
  await tap.close();
  expect(said).toEqual(['accepted', 'open 1', 'end of the turn', 'error 1', 'close 1']);
});

it('nothing is said of connections of our own', async () => {
  const { said, ask, tap } = await sayings((server) => server);
  await ask(tap.control.port);
  expect(said.filter((one) => /^(accepted|reached|end)/.test(one))).toEqual(['end 1']);
});

it.each(['127.0.0.1', '0.0.0.0'])(
  'it says what the client connected to where %s is listened on',
  async (host) => {
    const server = createServer((socket) => socket.resume().end());
    const fronts: Address[] = [];
    const tap = await openTap({
      to: await listen(server),
      at: { host },
      listener: (event) => event.type === 'open' && fronts.push(event.front.tap),
    });
    onTestFinished(async () => {
      await tap.close();
      await new Promise((resolve) => server.close(resolve));
    });
    const socket = connect(tap.address.port, '127.0.0.1').resume();
    await once(socket, 'close');
    expect(fronts).toEqual([{ host: '127.0.0.1', port: tap.address.port }]);
  },
);
