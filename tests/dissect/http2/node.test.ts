/**
 * The dissector against bytes that another implementation wrote: what node:http2 says at both ends, and what the
 * dissector reads from between them, must be the same.
 */
import { once } from 'node:events';
import http2, { type ClientHttp2Session, type ServerHttp2Stream } from 'node:http2';
import net, { type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { close, fin, type Step, sends } from '../steps.ts';
import { byteByByte, replay, whole } from './replay.ts';

type Answer = (stream: ServerHttp2Stream, path: string) => void;

let closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.reverse()) close();
  closing = [];
});

/** A client and a server of node:http2 with a recorder in between. */
async function pair(
  answer: Answer,
): Promise<{ client: ClientHttp2Session; script: Step[]; finish(): Promise<void> }> {
  const script: Step[] = [];
  const server = http2.createServer();
  server.on('stream', (stream, headers) => answer(stream, String(headers[':path'])));
  const tap = net.createServer({ allowHalfOpen: true }, (front) => {
    const back = net.connect({ port: (server.address() as AddressInfo).port, allowHalfOpen: true });
    const forward = (from: Socket, to: Socket, direction: 'c2s' | 's2c'): void => {
      from.on('data', (bytes) => {
        script.push(sends(direction, bytes));
        to.write(bytes);
      });
      from.on('end', () => {
        script.push(fin(direction));
        to.end();
      });
      from.on('error', () => to.destroy());
    };
    forward(front, back, 'c2s');
    forward(back, front, 's2c');
  });
  for (const listening of [server, tap]) {
    listening.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    closing.push(() => listening.close());
  }
  const client = http2.connect(`http://127.0.0.1:${(tap.address() as AddressInfo).port}`);
  closing.push(() => client.destroy());
  return {
    client,
    script,
    finish: async () => {
      client.close();
      await once(client, 'close');
      script.push(close);
    },
  };
}

/** A request and what came back: status and length of the content. */
async function ask(client: ClientHttp2Session, headers: http2.OutgoingHttpHeaders, body?: Buffer) {
  const request = client.request(headers, { endStream: body === undefined });
  if (body !== undefined) request.end(body);
  let status = 0;
  let content = 0;
  request.on('response', (fields) => {
    status = fields[':status'] ?? 0;
  });
  request.on('data', (bytes: Buffer) => {
    content += bytes.length;
  });
  await once(request, 'close');
  return { status, content };
}

/** Without offsets and bytes, which are the library's choice. */
const essence = (messages: string[]): string[] =>
  messages.map((message) =>
    message.replace(/(\d+)-\d+, bytes \d+, /, '').replace(/ (request|response|push) \d+,/, ' $1'),
  );

const bothWays = (script: Step[]) => [replay(script, whole), replay(script, byteByByte)];

describe('what node:http2 writes', () => {
  it('is read as the requests and responses that it made', async () => {
    const { client, script, finish } = await pair((stream, path) => {
      if (path === '/none') return stream.respond({ ':status': 204 }, { endStream: true });
      if (path === '/hints') stream.additionalHeaders({ ':status': 103, link: '</a>' });
      stream.respond({ ':status': path === '/missing' ? 404 : 200, 'content-type': 'text/plain' });
      stream.resume();
      stream.on('end', () => stream.end(Buffer.alloc(path.length * 10_000)));
    });
    const rare = '/~!$&\'()*+,;=:@\\|`^<>{}"#?\xe9\xff';
    const heard = [
      await ask(client, { ':path': '/one' }),
      await ask(client, { ':path': '/none', 'x-long': 'y'.repeat(40_000) }),
      await ask(client, { ':path': '/missing', ':method': 'POST' }, Buffer.alloc(100_000)),
      await ask(client, { ':path': '/hints' }),
      await ask(client, { ':path': rare, ':method': 'PUT' }, Buffer.from('hello')),
    ];
    await finish();
    expect(heard.map(({ status }) => status)).toEqual([200, 204, 404, 200, 200]);
    for (const { messages, faults, controls } of bothWays(script)) {
      expect(faults).toEqual([]);
      expect(essence(messages)).toEqual([
        'c2s request exchange 1, stream 1: GET /one; content 0, END_STREAM',
        'c2s request exchange 2, stream 3: GET /none; content 0, END_STREAM',
        'c2s request exchange 3, stream 5: POST /missing; content 100000, END_STREAM',
        'c2s request exchange 4, stream 7: GET /hints; content 0, END_STREAM',
        `c2s request exchange 5, stream 9: PUT ${rare}; content 5, END_STREAM`,
        `s2c response exchange 1, stream 1: 200 text/plain; content ${heard[0]?.content}, END_STREAM`,
        's2c response exchange 2, stream 3: 204; content 0, END_STREAM',
        `s2c response exchange 3, stream 5: 404 text/plain; content ${heard[2]?.content}, END_STREAM`,
        `s2c response exchange 4, stream 7: 200 text/plain; content ${heard[3]?.content}, END_STREAM`,
        `s2c response exchange 5, stream 9: 200 text/plain; content ${heard[4]?.content}, END_STREAM`,
      ]);
      expect(controls.filter((control) => control.includes('103 Early Hints'))).toHaveLength(1);
    }
  });

  /** Pushes, and answers the request itself only once the push is over, unless nothing ends it. */
  const pushing =
    (ends: boolean): Answer =>
    (stream, path) => {
      stream.pushStream({ ':path': '/pushed' }, (error, push) => {
        if (error !== null) throw error;
        push.on('error', () => {});
        push.on('close', () => {
          stream.respond({ ':status': 200 });
          stream.end(path);
        });
        push.respond({ ':status': 200 });
        push.write('pushed content');
        if (ends) push.end();
      });
    };

  it('is read as a push, where the client keeps it', async () => {
    const { client, script, finish } = await pair(pushing(true));
    client.on('stream', (stream) => stream.resume());
    await ask(client, { ':path': '/page' });
    await finish();
    for (const { messages, faults } of bothWays(script)) {
      expect(faults).toEqual([]);
      expect(essence(messages)).toEqual([
        'c2s request exchange 1, stream 1: GET /page; content 0, END_STREAM',
        's2c push stream 2: GET /pushed 200; content 14, END_STREAM',
        's2c response exchange 1, stream 1: 200; content 5, END_STREAM',
      ]);
    }
  });

  it('is read as no push, where the client resets it', async () => {
    const { client, script, finish } = await pair(pushing(false));
    client.on('stream', (stream) => {
      stream.on('error', () => {});
      stream.resume();
      stream.close(http2.constants.NGHTTP2_CANCEL);
    });
    await ask(client, { ':path': '/page' });
    await finish();
    for (const { messages, faults, controls } of bothWays(script)) {
      expect(faults).toEqual([]);
      expect(controls.filter((control) => control.includes('push refused'))).toHaveLength(1);
      expect(essence(messages)).toEqual([
        'c2s request exchange 1, stream 1: GET /page; content 0, END_STREAM',
        's2c response exchange 1, stream 1: 200; content 5, END_STREAM',
      ]);
    }
  });
});
