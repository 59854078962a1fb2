/** WebSocket over HTTP/1.1, with a connection of its own (RFC 6455), and as a stream of HTTP/2 (RFC 8441). */
import type { H2CClient } from 'undici';
import { deferred } from '../../model/deferred.ts';
import type { Scope } from '../../wire/scope.ts';
import type { Tap } from '../../wire/tap.ts';
import { atOnce } from '../at-once.ts';
import { noTimeouts } from '../http/undici-client.ts';
import { loadUndici } from '../libraries.ts';
import { bytesToCome, merged, passed } from '../merged.ts';
import type { Performance, Stage } from '../stage.ts';
import type { ChannelSubject } from '../subject.ts';
import { dialWebSocket, serveWebSocket, serveWebSocketOverHttp2, type WebSocketEnd } from './ends.ts';

type Talk = (client: WebSocketEnd, server: WebSocketEnd, stage: Stage, tap: Tap) => Promise<void>;

export const webSocket: ChannelSubject = {
  name: 'WebSocket',
  version: '1.1',
  client: 'library',
  libraries: ['undici', 'ws'],
  scripts: {
    conversation: overHttp11(converse),
    'both at once': overHttp11(speakInside),
    crossing: overHttp11(speakAtOnce),
    initiative: overHttp11(takeInitiative),
    handshake: overHttp11(converse),
    boundaries: overHttp11(mergeWrites),
  },
};

export const webSocketHttp2: ChannelSubject = {
  name: 'WebSocket over HTTP/2',
  version: '2',
  client: 'library',
  libraries: ['undici', 'ws'],
  scripts: {
    conversation: overHttp2(converse),
    'both at once': overHttp2(speakInside),
    crossing: overHttp2(speakAtOnce),
    initiative: overHttp2(takeInitiative),
    'strict handshake': strictHandshake,
  },
};

function overHttp11(talk: Talk): Performance {
  return async (stage) => {
    const accepted = deferred<WebSocketEnd>();
    const tap = await stage.tap(await serveWebSocket(stage.scope, accepted.resolve));
    const client = await dialWebSocket(tap.address, stage.scope);
    await talk(client, await accepted.promise, stage, tap);
  };
}

/** The talk on one stream, between two ordinary requests on others of the same connection. */
function overHttp2(talk: Talk): Performance {
  return async (stage) => {
    const accepted = deferred<WebSocketEnd>();
    const tap = await stage.tap(
      await serveWebSocketOverHttp2(stage.scope, { accept: true, onEnd: accepted.resolve }),
    );
    const dispatcher = http2Dispatcher(tap.address, stage.scope);
    const ordinary = async (nth: number) => {
      const { body } = await dispatcher.request({ path: `/ordinary/${nth}`, method: 'GET' });
      await body.dump();
    };
    await ordinary(1);
    const client = await dialWebSocket(tap.address, stage.scope, dispatcher);
    await talk(client, await accepted.promise, stage, tap);
    await ordinary(2);
  };
}

function http2Dispatcher(to: { host: string; port: number }, scope: Scope): H2CClient {
  const undici = loadUndici();
  const dispatcher = new undici.H2CClient(`http://${to.host}:${to.port}`, { ...noTimeouts, pipelining: 100 });
  scope.defer(() => dispatcher.destroy());
  return dispatcher;
}

const words = ['one', 'two', 'three'];

/** In turns; then the server speaks of its own accord; then one more exchange shows that the line is used again. */
async function converse(client: WebSocketEnd, server: WebSocketEnd): Promise<void> {
  const exchange = async (word: string) => {
    client.send(word);
    await server.heard.contains(`${word}\n`);
    server.send(`answer to ${word}`);
    await client.heard.contains(`answer to ${word}\n`);
  };
  for (const word of words) await exchange(word);
  server.send('news that nobody asked for');
  await client.heard.contains('news that nobody asked for\n');
  await exchange('four');
}

/** A whole message of the client, and a ping, inside a fragmented message of the server (RFC 6455 §5.4). */
async function speakInside(client: WebSocketEnd, server: WebSocketEnd, stage: Stage): Promise<void> {
  server.send('first part, ', { fin: false });
  await passed(stage, 's2c', 'first part, ');
  server.ping();
  client.send('said inside');
  await server.heard.contains('said inside\n');
  server.send('last part', { fin: true });
  await client.heard.contains('first part, last part\n');
  client.close();
  await server.closed;
}

/** The client says a message while the server goes on with one of its own, and neither has yet heard the other. */
async function speakAtOnce(
  client: WebSocketEnd,
  server: WebSocketEnd,
  stage: Stage,
  { withhold }: Tap,
): Promise<void> {
  server.send('first, ', { fin: false });
  await passed(stage, 's2c', 'first, ');
  const come = bytesToCome(stage, 'c2s');
  const forced = { text: { s2c: '>m' }, come: () => come(saidAtOnce.length + maskedHeaderBytes) };
  await atOnce({ ...stage, withhold, ...forced }, async () => {
    server.send('>middle, ', { fin: false });
    client.send(saidAtOnce);
    await server.heard.contains(`${saidAtOnce}\n`);
  });
  server.send('last', { fin: true });
  await client.heard.contains('first, >middle, last\n');
}

/** Masked, it cannot be looked for; and longer than any control that may come before it. */
const saidAtOnce = 'said at once, and not in parts';

/** The word that the server says unsolicited; see `questions/initiative.ts`. */
async function takeInitiative(client: WebSocketEnd, server: WebSocketEnd): Promise<void> {
  server.send('said-while-idle');
  await client.heard.contains('said-while-idle\n');
  client.send(`I heard: ${client.heard.soFar().trim()}`);
  await server.heard.contains('I heard: ');
  server.send('good');
  await client.heard.contains('good\n');
}

/** Three messages reach the server in one piece, and the server says how many it got; see `questions/of-one-lab/boundaries.ts`. */
async function mergeWrites(
  client: WebSocketEnd,
  server: WebSocketEnd,
  stage: Stage,
  tap: Tap,
): Promise<void> {
  await merged(stage, tap, words.length, async (expected) => {
    for (const word of words) client.send(word);
    await expected(words.join('').length + words.length * maskedHeaderBytes);
  });
  await server.heard.contains('three\n');
  server.send(`I got ${server.messages()}`);
  await client.heard.contains('I got ');
}

/** RFC 6455 §5.2: two bytes and a mask of four. */
const maskedHeaderBytes = 6;

/** undici asks for `sec-websocket-accept` over HTTP/2 too, where RFC 8441 §5 has none; see `questions/of-one-lab/strict-handshake.ts`. */
async function strictHandshake(stage: Stage): Promise<void> {
  const accepted = deferred<WebSocketEnd>();
  const to = await serveWebSocketOverHttp2(stage.scope, { accept: false, onEnd: accepted.resolve });
  const { address } = await stage.tap(to);
  const dispatcher = http2Dispatcher(address, stage.scope);
  const opened = dialWebSocket(address, stage.scope, dispatcher).then((client) => client.send('opened'));
  opened.catch(() => {}); // Looked at below, once the server has the stream.
  const server = await accepted.promise;
  // A client that wants the stream speaks; one that does not resets it, or leaves.
  const left = stage.seen(
    (event) => (event.type === 'end' || event.type === 'reset') && event.direction === 'c2s',
  );
  const spoke = opened.then(
    () => server.heard.contains('opened\n'),
    () => Promise.race([left, passed(stage, 'c2s', rstStreamHeader)]),
  );
  await spoke;
}

/** RFC 9113 §6.4: length 4, type 3, no flags. */
const rstStreamHeader = '\x00\x00\x04\x03\x00';
