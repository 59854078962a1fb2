/** As little as a relay in Node can do: half-close is passed on, nothing is looked at. */
import { connect, createServer } from 'node:net';

const [from, to] = process.argv.slice(2).map(Number);

createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
  const server = connect({ host: '127.0.0.1', port: to ?? 0, allowHalfOpen: true, noDelay: true });
  client.pipe(server);
  server.pipe(client);
  client.on('error', () => server.destroy());
  server.on('error', () => client.destroy());
}).listen({ host: '127.0.0.1', port: from ?? 0, backlog: 4096 });
