/**
 * A proxy that we did not write, with our client in front of it and our origin behind it, and a tap on each side. Each
 * script withholds a part at one end until another part has come out at the other end. RFC 9110 §3.7, §7.5.
 */
import { isIP } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FrontVersion } from '../../model/result.ts';
import type { Scope } from '../../wire/scope.ts';
import { http2ClientFor } from '../http/http2-client.ts';
import { rawClient } from '../http/raw-client.ts';
import { addressOf } from '../real-server/real-server.ts';
import { openScript, type Script } from '../script.ts';
import type { Performance, Stage } from '../stage.ts';
import type { BareClient, ChannelSubject, ClientExchange, Target } from '../subject.ts';
import { serveOrigin } from './origin.ts';
import { baseOf, down, exchangesAsked, first, paths, rest, rounds, sideMark, up } from './parts.ts';
import { inTime, sentOf } from './steps.ts';
import { talkOverHttp1, talkOverHttp2 } from './websocket.ts';
import { saySomethingElse } from './who.ts';

export interface RealProxy {
  url: URL;
  /** Where the proxy was told that its origin is. */
  originPort: number;
  /** What is spoken in front where a question does not say. */
  version: FrontVersion;
  /** For how long the next step of an exchange is waited for. */
  stepSeconds: number;
  /** Time for the proxy between one exchange and the next, where connections are counted. */
  pauseMilliseconds: number;
}

export function realProxy(proxy: RealProxy): ChannelSubject {
  const scripts: Record<string, Performance> = {
    'reach over http/1.1': reach({ ...proxy, version: 'http/1.1' }),
    'reach over http/2': reach({ ...proxy, version: 'http/2' }),
    'no request at all': (stage) =>
      open(stage, proxy).then(({ front }) => saySomethingElse(front, stage.scope)),
    'one front connection': oneConnection(proxy),
    'five front connections': fiveConnections(proxy),
    upload: upload(proxy),
    download: download(proxy),
    sse: serverSentEvents(proxy),
    'interlock over http/1.1': interlock({ ...proxy, version: 'http/1.1' }),
    'interlock over http/2': interlock({ ...proxy, version: 'http/2' }),
    'websocket over http/1.1': webSocket({ ...proxy, version: 'http/1.1' }),
    'websocket over http/2': webSocket({ ...proxy, version: 'http/2' }),
  };
  return {
    name: 'a real proxy',
    version: proxy.version === 'http/2' ? '2' : '1.1',
    client: 'bench',
    scripts,
  };
}

interface Path {
  script: Script;
  /** The tap in front of the proxy. */
  front: Target;
  /** A client on a connection of its own. */
  client(): BareClient;
  /** Resolves when no control exchange is under way: behind the proxy they are among the others. */
  quiet(): Promise<unknown>;
  request(
    client: BareClient,
    path: string,
    parts?: { length: number; parts: AsyncIterable<string> },
  ): ClientExchange;
}

async function open(stage: Stage, { url, version, originPort }: RealProxy): Promise<Path> {
  const script = openScript();
  await stage.tap(await serveOrigin(script, stage.scope));
  await stage.mark({ type: 'mark', mark: 'noted', of: sideMark, figures: { port: originPort } });
  const connect = (to: Target, scope: Scope): BareClient =>
    version === 'http/2'
      ? http2ClientFor(to, scope, { authority: url.host })
      : rawClient({
          version: '1.1',
          reuse: true,
          host: url.host,
          fields: ['User-Agent: http-version-lab', 'Accept: */*'],
        })(to, scope);
  const base = baseOf(url);
  let underWay: Promise<unknown> = Promise.resolve();
  const control = (to: Target, scope: Scope) => {
    const client = connect(to, scope);
    return (nth: string) => {
      underWay = client.request(`${base}${paths.control}/${nth}`).finished.catch(() => {});
      return underWay;
    };
  };
  const tls =
    url.protocol === 'https:'
      ? {
          alpn: [version === 'http/2' ? 'h2' : 'http/1.1'],
          // An address is no server name, RFC 6066 §3.
          ...(isIP(addressOf(url).host) === 0 ? { servername: url.hostname } : {}),
        }
      : undefined;
  const { front } = await stage.tap(addressOf(url), control, tls);
  return {
    script,
    front,
    client: () => connect(front, stage.scope),
    quiet: () => underWay,
    request: (client, path, content) => client.request(`${base}${path}`, content),
  };
}

function reach(proxy: RealProxy): Performance {
  return async (stage) => {
    const { client, request } = await open(stage, proxy);
    // That a version is not spoken is a finding; the trace has it.
    await request(client(), paths.reach).finished.catch(() => {});
  };
}

function oneConnection(proxy: RealProxy): Performance {
  return async (stage) => {
    const { client, request } = await open(stage, proxy);
    await stage.mark({
      type: 'mark',
      mark: 'noted',
      of: 'exchanges asked',
      figures: { exchanges: exchangesAsked },
    });
    const only = client();
    for (let nth = 1; nth <= exchangesAsked; nth++) {
      await request(only, `${paths.one}/${nth}`).finished;
      await delay(proxy.pauseMilliseconds);
    }
  };
}

/** One exchange on each, one after another, and all of them stay open: the proxy has the choice, and no hurry. */
function fiveConnections(proxy: RealProxy): Performance {
  return async (stage) => {
    const { client, request } = await open(stage, proxy);
    for (let nth = 1; nth <= exchangesAsked; nth++) {
      await request(client(), `${paths.five}/${nth}`).finished;
      await delay(proxy.pauseMilliseconds);
    }
  };
}

function upload(proxy: RealProxy): Performance {
  return async (stage) => {
    const { script, client, request, quiet } = await open(stage, proxy);
    const gate = await stage.gate('the rest of the request');
    script.on(paths.upload, async (exchange) => {
      await exchange.received(first);
      await gate.release();
      await exchange.whole();
      await exchange.answer('received\n');
    });
    async function* parts() {
      yield first;
      await gate.passed();
      yield rest;
    }
    const { finished } = request(client(), paths.upload, { length: (first + rest).length, parts: parts() });
    await Promise.all([gate.settled(), finished]);
    await quiet();
  };
}

function download(proxy: RealProxy): Performance {
  return async (stage) => {
    const { script, client, request, quiet } = await open(stage, proxy);
    const gate = await stage.gate('the rest of the response');
    script.on(paths.download, (exchange) => exchange.answer(first, gate.passed, rest));
    const exchange = request(client(), paths.download);
    exchange.received(first).then(gate.release, () => {});
    await Promise.all([gate.settled(), exchange.finished]);
    await quiet();
  };
}

/** WHATWG HTML §9.2: an event is dispatched at the empty line after it. */
function serverSentEvents(proxy: RealProxy): Performance {
  return async (stage) => {
    const { script, client, request, quiet } = await open(stage, proxy);
    const gate = await stage.gate('the second event');
    async function* events() {
      yield `data: ${first}\n\n`;
      await gate.passed();
      yield `data: ${rest}\n\n`;
    }
    script.on(paths.sse, async (exchange) => exchange.stream('text/event-stream', events()));
    const exchange = request(client(), paths.sse);
    exchange.received(`data: ${first}\n\n`).then(gate.release, () => {});
    await Promise.all([gate.settled(), exchange.finished]);
    await quiet();
  };
}

/**
 * Three rounds. The origin does not say how long its answer will be, as it could not know. A gate a round, so that each
 * has its own time; once one was released by hand, nothing is withheld any more.
 */
function interlock(proxy: RealProxy): Performance {
  return async (stage) => {
    const { script, client, request, quiet } = await open(stage, proxy);
    script.on(paths.interlock, async (exchange) => {
      async function* answers() {
        for (const round of rounds) {
          await exchange.received(up(round));
          yield down(round);
        }
      }
      exchange.stream('text/plain', answers());
    });
    let inTurns = true;
    async function* parts() {
      for (const round of rounds) {
        yield up(round);
        if (round === rounds.length || !inTurns) continue;
        const gate = await stage.gate(`part ${round + 1} of the request`);
        let came = false;
        exchange.received(down(round)).then(
          () => {
            came = true;
            gate.release();
          },
          () => {},
        );
        await inTime(gate.settled(), proxy.stepSeconds);
        inTurns = came;
      }
    }
    const length = rounds.map(up).join('').length;
    const sending = sentOf(parts());
    const exchange: ClientExchange = request(client(), paths.interlock, { length, parts: sending.parts });
    const ended = sending.sent.then(() => inTime(exchange.finished, proxy.stepSeconds));
    await Promise.race([exchange.finished, ended]);
    await quiet();
  };
}

function webSocket(proxy: RealProxy): Performance {
  return async (stage) => {
    const { front } = await open(stage, proxy);
    const talk = proxy.version === 'http/2' ? talkOverHttp2 : talkOverHttp1;
    await talk({ front, url: proxy.url, path: `${baseOf(proxy.url)}${paths.webSocket}` }, stage.scope);
  };
}
