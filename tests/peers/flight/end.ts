/** One of the two ends, as a process of its own: `server` or `client`, and how many runs. It ends with its input. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { conversations, portOf } from './conversations.ts';

const address = '192.0.2.2';
/** Where anything may be sent that wants no answer, RFC 863. */
const discard = 9;
const [role, runs, mark = ''] = process.argv.slice(2);
const ended = text(process.stdin);

if (role === 'server') {
  const identity = JSON.parse(process.env.IDENTITY ?? '');
  for (let run = 0; run < Number(runs); run++)
    for (const [index, { end }] of conversations.entries()) {
      const server = end.serve(identity).listen(portOf(run, index), address);
      await once(server, 'listening');
    }
} else {
  ended.then(() => process.exit());
  for (let run = 0; run < Number(runs); run++)
    await Promise.all(conversations.map(({ end }, index) => end.speak(address, portOf(run, index))));
  const socket = createSocket('udp4');
  await new Promise((resolve) => socket.send(mark, discard, address, resolve));
}
console.log('ready');
await ended;
process.exit();
