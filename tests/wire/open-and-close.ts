/**
 * A program that opens a tap, leaves connections in it in every state, closes the tap, and ends when nothing is left
 * that could keep it alive. Its own sockets keep nothing alive.
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { TraceEvent } from '../../src/model/trace.ts';
import { listen } from '../../src/wire/address.ts';
import { openTap } from '../../src/wire/tap.ts';
import { openTapThread } from './tap-thread.ts';

const accepted: Socket[] = [];
const server = createServer({ allowHalfOpen: true }, (socket) => {
  accepted.push(socket.on('error', () => {}).unref());
});
const events: TraceEvent[] = [];
const tap = await (process.argv[2] === 'thread' ? openTapThread : openTap)({
  to: await listen(server),
  listener: (event) => events.push(event),
});
server.unref();
tap.withhold({ direction: 's2c', text: 'held' });

const client = async (): Promise<[Socket, Socket]> => {
  const there = once(server, 'connection');
  const near = connect({ ...tap.address, allowHalfOpen: true }).on('error', () => {});
  const [far] = (await there) as [Socket];
  return [near.unref(), far];
};
const [, whole] = await client();
whole.resume();

const [half, other] = await client();
half.end();
other.resume();

const [gone] = await client();
gone.resetAndDestroy();

const [held, speaker] = await client();
held.resume();
speaker.end('held');

const [stuck] = await client();
while (stuck.write(Buffer.alloc(1 << 20))) {}

const seen = (type: string) => events.filter((event) => event.type === type).length;
while (seen('open') < 5 || seen('reset') < 1 || seen('end') < 2)
  await new Promise((resolve) => setImmediate(resolve));
await tap.close();
process.on('exit', () => process.stdout.write(`${seen('open')} opened, ${seen('close')} closed\n`));
