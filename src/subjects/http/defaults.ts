/** What two servers advertise if nobody sets their keep-alive time: node:http, and Fastify on top of it. */
import { createServer } from 'node:http';
import { listen, listeningOn, loopback } from '../../wire/address.ts';
import type { Scope } from '../../wire/scope.ts';
import { loadFastify } from '../libraries.ts';
import type { Stage } from '../stage.ts';
import type { ChannelSubject } from '../subject.ts';
import type { Target } from '../target.ts';
import { rawClient } from './raw-client.ts';

export const serverDefaults: ChannelSubject = {
  name: 'servers by default',
  version: '1.1',
  client: 'bench',
  libraries: ['fastify'],
  scripts: { defaults: askEach },
};

async function askEach({ scope, tap }: Stage): Promise<void> {
  for (const to of [await nodeHttp(scope), await fastifyAsItIs(scope)]) {
    const { address } = await tap(to);
    const client = rawClient({ version: '1.1', reuse: true })(address, scope);
    await client.request('/').finished;
    await client.request('/').finished;
  }
}

function nodeHttp(scope: Scope): Promise<Target> {
  const server = createServer((_request, response) => response.end('answer\n'));
  scope.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  return listen(server);
}

async function fastifyAsItIs(scope: Scope): Promise<Target> {
  const app = loadFastify().fastify({ forceCloseConnections: true });
  app.get('/', async () => 'answer\n');
  const listening = app.listen({ host: loopback, port: 0 });
  // One that is closed before it listens would listen all the same.
  scope.defer(() => listening.catch(() => {}).then(() => app.close()));
  await listening;
  return listeningOn(app.server);
}
