/** Clients that send without end what no client should: `observe` reads on, stays small, and serves the others. */
import { within } from '../../../src/wire/within.ts';
import { type ClientFlood, clientFloods, preface, streams } from '../../commands/observe/client-floods.ts';
import { pour } from '../../commands/observe/observing.ts';
import { frame } from '../../commands/probe/hostile/flooding-servers.ts';
import type { Attack, Size } from '../attack-kind.ts';
import { dial, patience } from './clients.ts';
import { observed } from './observing.ts';

const million = 1_000_000;

const frames = (bytes: string): Buffer => Buffer.alloc(million, bytes, 'latin1');
const settings = frame(4, 0, 0);
/** GET of http, path /: RFC 7541 Appendix A. */
const request = [0x82, 0x86, 0x84];

const upgrade =
  'GET /socket HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

/** Frames of a client, masked with zeros: RFC 6455 §5.2. */
const ping = '\x89\x80\0\0\0\0';
const fragment = '\x00\x81\0\0\0\0x';

const others: Readonly<Record<string, ClientFlood>> = {
  'HTTP/2 SETTINGS': { first: preface, block: frames(settings), megabytes: 30 },
  'HTTP/2 PRIORITY': {
    first: preface + settings,
    block: frames(frame(2, 0, 1, [0, 0, 0, 0, 1])),
    megabytes: 30,
  },
  'HTTP/2 CONTINUATION': {
    first: preface + settings + frame(1, 0, 1, request),
    block: frames(frame(9, 0, 1, [0x82])),
    megabytes: 30,
  },
  'WebSocket pings': { first: upgrade, block: frames(ping), megabytes: 30 },
  'WebSocket fragments of a byte': {
    first: `${upgrade}\x01\x81\0\0\0\0x`,
    block: frames(fragment),
    megabytes: 30,
  },
};

function* again({ block, megabytes }: ClientFlood, most: number): Generator<Buffer> {
  for (let nth = 0; nth < Math.min(megabytes ?? most, most); nth++) yield block;
}

/** Each stream is begun and given up at once. */
function* resets(count: number): Generator<Buffer> {
  const most = 20_000;
  for (let begun = 0; begun < count; begun += most) {
    const pairs = Array.from({ length: most }, (_, nth) => {
      const stream = 2 * (begun + nth) + 1;
      return frame(1, 5, stream, request) + frame(3, 0, stream, [0, 0, 0, 8]);
    });
    yield Buffer.from(pairs.join(''), 'latin1');
  }
}

const perMegabyte = { stream: 80_000, reset: 40_000 };

const byStreams: Readonly<Record<string, (megabytes: number) => Iterable<Buffer>>> = {
  'HTTP/2 streams without end': (megabytes) => streams(Math.min(12, megabytes) * perMegabyte.stream),
  'HTTP/2 streams that are reset at once': (megabytes) => resets(Math.min(12, megabytes) * perMegabyte.reset),
};

/** Until all is sent, or the time is up. Latin-1: each character a byte. */
const flood = (first: string, sent: (megabytes: number) => Iterable<Buffer>) =>
  async function run({ megabytes, seconds }: Size) {
    return observed({
      memory: 400 * 1024 * 1024,
      async attack(port) {
        const { socket, connected, closed } = dial(port);
        const isThere = await connected;
        socket.resume().write(first, 'latin1');
        const end = performance.now() + 1000 * seconds;
        let bytes = 0;
        for (const block of sent(megabytes)) {
          if (performance.now() > end || socket.destroyed) break;
          await within(pour(socket, block, 1), patience);
          bytes += block.length;
        }
        socket.end();
        await within(closed, patience);
        socket.destroy();
        const note = `${(bytes / million).toFixed(0)} MB sent`;
        return { connections: isThere ? 1 : 0, exchanges: 0, note };
      },
    });
  };

export const floods: readonly Attack[] = [
  ...Object.entries({ ...clientFloods, ...others }).map(([name, one]): Attack => {
    return {
      name: `a client floods: ${name}`,
      on: 'observe',
      run: flood(one.first, (most) => again(one, most)),
    };
  }),
  ...Object.entries(byStreams).map(([name, sent]): Attack => {
    return { name: `a client floods: ${name}`, on: 'observe', run: flood(preface + settings, sent) };
  }),
];
