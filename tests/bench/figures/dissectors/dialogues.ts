/** What clients and servers say to each other in each protocol, again and again, one message after another. */
import { viewOf } from '../../../../src/model/slice.ts';
import type { BytesStep } from '../../../dissect/steps.ts';
import { client, server } from '../../../dissect/steps.ts';
import {
  allHeaders,
  data,
  END_STREAM,
  get,
  headers,
  ok,
  opening,
  windowUpdate,
} from '../../../suites/http2/parts.ts';
import { fromClient, fromServer, masked, opcode, plain } from '../../../suites/websocket/parts.ts';

export interface Dialogue {
  name: string;
  /** The name of that of HTTP/1.1 with messages as large. */
  like: string;
  /** How many there are to be read. */
  messages: number;
  steps: { direction: BytesStep['direction']; bytes: Buffer; view: DataView }[];
}

const small = 40;
const large = 65_536;
/** So many fewer of the large ones, which makes about as much work of each kind. */
const fewer = 200;
const longestFrame = 16_384;

/** Of so many exchanges of small messages, and fewer of large ones: of HTTP the responses, of WebSocket both. */
export function dialogues(exchanges: number): Dialogue[] {
  return [
    { content: small, count: exchanges },
    { content: large, count: Math.ceil(exchanges / fewer) },
  ].flatMap(({ content, count }) => {
    const named = (protocol: string) => `${protocol}, ${content.toLocaleString('en')} bytes`;
    const like = named('HTTP/1.1');
    return [
      { name: like, messages: 2 * count, steps: http1(content, count, (nth) => nth) },
      {
        name: named('HTTP/1.1, heads all the same'),
        messages: 2 * count,
        steps: http1(content, count, () => 1),
      },
      { name: named('HTTP/2'), messages: 2 * count, steps: http2(content, count) },
      { name: named('WebSocket'), messages: 2 * count + 2, steps: webSocket(content, count) },
    ].map(({ steps, ...rest }) => ({ ...rest, like, steps: steps.map(asRead) }));
  });
}

const asRead = ({ direction, bytes }: BytesStep): Dialogue['steps'][number] => {
  const own = Buffer.from(bytes);
  return { direction, bytes: own, view: viewOf(own) };
};

const text = (length: number): string => 'x'.repeat(length);

/** `named`: what is asked for the nth time. The same again and again is what clients and servers mostly say, and read faster. */
function http1(content: number, count: number, named: (nth: number) => number): BytesStep[] {
  const whole = text(content);
  return Array.from({ length: count }, (_, nth) => {
    const fields = `Content-Type: text/plain\r\nETag: "${named(nth)}"\r\nContent-Length: ${content}`;
    return [
      client(`GET /page/${named(nth)} HTTP/1.1\r\nHost: example.org\r\nAccept: */*\r\n\r\n`),
      server(`HTTP/1.1 200 OK\r\n${fields}\r\n\r\n${whole}`),
    ];
  }).flat();
}

/** Both say how much they take, so that no window is ever full, RFC 9113 §6.9. */
function http2(content: number, count: number): BytesStep[] {
  const whole = text(content);
  const frames = (stream: number): Buffer[] =>
    Array.from({ length: Math.ceil(content / longestFrame) }, (_, nth) => {
      const part = whole.slice(nth * longestFrame, (nth + 1) * longestFrame);
      return data(stream, part, (nth + 1) * longestFrame >= content ? END_STREAM : 0);
    });
  const exchange = (stream: number): BytesStep[] => [
    client(Buffer.concat([allHeaders(stream, get), windowUpdate(0, content), windowUpdate(stream, content)])),
    server(Buffer.concat([headers(stream, ok), ...frames(stream)])),
  ];
  return [
    ...opening.filter((step) => step.what === 'bytes'),
    ...Array.from({ length: count }, (_, nth) => exchange(2 * nth + 1)).flat(),
  ];
}

/** Behind the handshake of RFC 6455 §1.2, which is two messages more. */
function webSocket(content: number, count: number): BytesStep[] {
  const handshake = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-';
  const [asked, said] = [masked(opcode.text, text(content)), plain(opcode.text, text(content))];
  return [
    client(
      `GET / HTTP/1.1\r\nHost: example.org\r\n${handshake}Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    ),
    server(`HTTP/1.1 101 Switching Protocols\r\n${handshake}Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n`),
    ...Array.from({ length: count }, () => [fromClient(asked), fromServer(said)]).flat(),
  ];
}
