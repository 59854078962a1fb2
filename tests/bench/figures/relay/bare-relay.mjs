/** As little as a relay in Node can do, without what reads TypeScript: half-close is passed on, nothing is looked at. */
import { connect, createServer } from 'node:net';

const [from = 0, to = 0] = process.argv.slice(2).map(Number);

createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
  const server = connect({ host: '127.0.0.1', port: to, allowHalfOpen: true, noDelay: true });
  client.pipe(server);
  server.pipe(client);
  client.on('error', () => server.destroy());
  server.on('error', () => client.destroy());
}).listen({ host: '127.0.0.1', port: from, backlog: 4096 });

process.on('SIGTERM', () => process.exit());
