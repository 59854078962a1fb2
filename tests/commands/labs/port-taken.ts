/** A server that wants a port on which another one listens. */
import { createServer, type Server } from 'node:net';
import { defineLab, http11KeepAlive, runAlone } from '../../../src/index.ts';

const listen = (server: Server, port: number) =>
  new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : 0);
    });
  });

export default defineLab({
  title: 'A port in use',
  subject: {
    ...http11KeepAlive,
    name: 'port taken',
    async serve(_script, scope) {
      const first = createServer();
      scope.defer(() => first.close());
      const port = await listen(first, 0);
      await listen(createServer(), port);
      throw new Error('the port was free');
    },
  },
  questions: ['reuse'],
  textbook: { says: null },
  permits: null,
  prediction: null,
});

runAlone(import.meta);
