/** A server that goes away in the middle of its third answer. */
import { createServer } from 'node:net';
import { defineLab, http11Default, runAlone } from '../../../src/index.ts';

const answers = [
  'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nwhole',
  'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nwhole',
  'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf',
];

export default defineLab({
  title: 'An answer that is cut',
  subject: {
    ...http11Default,
    name: 'cut short',
    async serve(_script, scope) {
      const server = createServer((socket) => {
        let asked = 0;
        socket.on('error', () => {});
        socket.on('data', () => {
          const text = answers[asked++] ?? '';
          if (asked < answers.length) socket.write(text);
          else socket.end(text);
        });
        scope.defer(() => socket.destroy());
      });
      scope.defer(() => server.close());
      const port = await new Promise<number>((resolve) => {
        server.listen(0, '127.0.0.1', () => {
          const address = server.address();
          resolve(address !== null && typeof address === 'object' ? address.port : 0);
        });
      });
      return { host: '127.0.0.1', port, connection: () => undefined, idleLimit: () => {} };
    },
  },
  questions: ['reuse'],
  ordinary: ['reuse'],
  textbook: { says: 'half-duplex' },
  permits: null,
  prediction: null,
});

runAlone(import.meta);
