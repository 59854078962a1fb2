/**
 * Six ways of telling a client what occurs at a server: short polling at two intervals, long polling, server-sent
 * events (WHATWG HTML §9.2), a response stream of HTTP/2, and WebSocket (RFC 6455).
 */
import { PassThrough } from 'node:stream';
import type { Dispatcher } from 'undici';
import { deferred } from '../../model/deferred.ts';
import { serveApplication } from '../http/application.ts';
import { noTimeouts, undiciClient } from '../http/undici-client.ts';
import { loadUndici, type Undici } from '../libraries.ts';
import { createScript, type Script } from '../script.ts';
import type { Performance, Stage } from '../stage.ts';
import type { ChannelSubject, Client as HttpClient } from '../subject.ts';
import { createArrivingText } from '../text.ts';
import { dialWebSocket, serveWebSocket, type WebSocketEnd } from '../websocket/ends.ts';
import { type Delivery, playOut } from './occasions.ts';

const way = (name: string, version: string, delivery: Performance): ChannelSubject => ({
  client: 'library',
  libraries: ['fastify', 'undici'],
  name,
  version,
  scripts: { delivery },
});

export const shortPollingOften = way('short polling, often', '1.1', poll(100));
export const shortPollingSeldom = way('short polling, seldom', '1.1', poll(1000));
export const longPolling = way('long polling', '1.1', wait);
export const serverSentEvents = way('server-sent events', '1.1', sendEvents);
export const http2ResponseStream = way('HTTP/2 response stream', '2', streamResponse);
export const webSocketEvents: ChannelSubject = {
  ...way('WebSocket messages', '1.1', sendMessages),
  libraries: ['undici', 'ws'],
};

interface HttpStory {
  script: Script;
  client: HttpClient;
  origin: string;
  report: Delivery['report'];
}

async function setUp(
  stage: Stage,
  http2: boolean,
  open: (undici: Undici, origin: string) => Dispatcher,
): Promise<HttpStory> {
  const script = createScript();
  const { address } = await stage.tap(await serveApplication(script, stage.scope, { http2 }));
  const origin = `http://${address.host}:${address.port}`;
  const client = undiciClient({ dispatcher: open })(address, stage.scope);
  const report = async (events: number) => {
    await client.request(`/delivered/${events}`).finished;
  };
  return { script, client, origin, report };
}

const oneConnection = ({ Client }: Undici, origin: string) => new Client(origin, noTimeouts);

/** The client asks again and again; mostly there is nothing. */
function poll(pollEvery: number): Performance {
  return async (stage) => {
    const { script, client, report } = await setUp(stage, false, oneConnection);
    const waiting: string[] = [];
    script.on('/poll', async (exchange) => {
      const texts = waiting.splice(0);
      if (texts.length === 0) exchange.noContent();
      else await exchange.respond(`${texts.join('\n')}\n`);
    });
    await playOut(stage, {
      pollEvery,
      report,
      heard: client.heard,
      occur: (text) => void waiting.push(text),
      poll: async () => {
        await client.request('/poll').finished;
      },
    });
  };
}

/** The client asks, and the server answers when there is something. */
async function wait(stage: Stage): Promise<void> {
  const { script, client, report } = await setUp(stage, false, oneConnection);
  let next = deferred<string | null>();
  let arrived = deferred();
  script.on('/wait', async (exchange) => {
    next = deferred();
    arrived.resolve();
    const text = await next.promise;
    if (text === null) exchange.noContent();
    else await exchange.respond(`${text}\n`);
  });
  let pending: Promise<string> = Promise.resolve('');
  const askAgain = async () => {
    await pending;
    arrived = deferred();
    pending = client.request('/wait').finished;
    await arrived.promise;
  };
  await askAgain();
  await playOut(stage, {
    pollEvery: null,
    heard: client.heard,
    occur: (text) => next.resolve(text),
    ready: askAgain,
    async report(events) {
      next.resolve(null);
      await pending;
      await report(events);
    },
  });
}

/** One response that does not end, in the format of WHATWG HTML §9.2.5. */
async function sendEvents(stage: Stage): Promise<void> {
  const { script, origin, report } = await setUp(stage, false, oneConnection);
  const { Agent, EventSource } = loadUndici();
  const dispatcher = new Agent(noTimeouts);
  stage.scope.defer(() => dispatcher.destroy());
  const queue = createTextQueue();
  script.on('/events', async (exchange) => exchange.stream('text/event-stream', queue.texts));
  const heard = createArrivingText();
  const source = new EventSource(`${origin}/events`, { node: { dispatcher } });
  stage.scope.defer(() => source.close());
  source.addEventListener('message', ({ data }) => heard.add(`${data}\n`));
  const interrupted = new Promise((resolve) => source.addEventListener('error', resolve));
  await playOut(stage, {
    pollEvery: null,
    heard,
    occur: (text) => queue.add(`data: ${text}\n\n`),
    async report(events) {
      // The stream occupies its connection, so whatever else is asked takes another.
      await report(events);
      queue.end();
      await interrupted;
      source.close();
      await report(events);
    },
  });
}

/** The same over HTTP/2, where the connection stays free for others. */
async function streamResponse(stage: Stage): Promise<void> {
  const open = ({ H2CClient }: Undici, origin: string) =>
    new H2CClient(origin, { ...noTimeouts, pipelining: 100 });
  const { script, client, report } = await setUp(stage, true, open);
  const queue = createTextQueue();
  script.on('/stream', async (exchange) => exchange.stream('text/plain', queue.texts));
  const exchange = client.request('/stream');
  const heard = { contains: exchange.received, soFar: exchange.soFar };
  await playOut(stage, {
    pollEvery: null,
    heard,
    occur: (text) => queue.add(`${text}\n`),
    async report(events) {
      await report(events);
      queue.end();
      await exchange.finished;
    },
  });
}

/** A message each, unsolicited. */
async function sendMessages(stage: Stage): Promise<void> {
  const accepted = deferred<WebSocketEnd>();
  const { address } = await stage.tap(await serveWebSocket(stage.scope, accepted.resolve));
  const client = await dialWebSocket(address, stage.scope);
  const server = await accepted.promise;
  await playOut(stage, {
    pollEvery: null,
    heard: client.heard,
    occur: (text) => server.send(text),
    async report(events) {
      client.send(`delivered ${events}`);
      await server.heard.contains(`delivered ${events}\n`);
      server.send('good');
      await client.heard.contains('good\n');
    },
  });
}

/** Texts to be sent as they come, until the end. */
function createTextQueue(): { add(text: string): void; end(): void; texts: AsyncIterable<string> } {
  const queue = new PassThrough({ objectMode: true });
  return { add: (text) => void queue.write(text), end: () => void queue.end(), texts: queue };
}
