/** Servers of HTTP/2 that are broken or mean harm. */
import { createServer as createHttp2Server } from 'node:http2';
import { listening } from '../probed.ts';
import { whenAsked } from './servers.ts';

const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);

const frame = (type: number, flags: number, stream: number, content: Buffer = Buffer.alloc(0)): Buffer => {
  const head = Buffer.alloc(9);
  head.writeUIntBE(content.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, content]);
};

export const http2Servers = {
  'sends garbage from the start': () =>
    whenAsked((socket) => socket.write(`\x1b[2Jgarbage${'\xff'.repeat(40)}`, 'latin1')),
  'sends garbage after its SETTINGS': () =>
    whenAsked((socket) => socket.write(Buffer.concat([settings, Buffer.alloc(200, 0xff)]))),
  'never answers': () => whenAsked((socket) => socket.write(settings)),
  'closes after its SETTINGS': () => whenAsked((socket) => socket.end(settings)),
  'resets after its SETTINGS': () =>
    whenAsked((socket) => socket.write(settings, () => setTimeout(() => socket.resetAndDestroy(), 50))),
  'answers half and stalls': () =>
    whenAsked((socket) => socket.write(Buffer.concat([settings, frame(1, 4, 1, Buffer.from([0x88]))]))),
  'sends a body without end': () => {
    const server = createHttp2Server((_request, response) => {
      const block = Buffer.alloc(65_536, 'x');
      const go = () => {
        while (!response.destroyed && response.write(block));
      };
      response.on('drain', go);
      response.on('error', () => {});
      go();
    });
    return listening(server);
  },
} satisfies Record<string, () => Promise<number>>;
