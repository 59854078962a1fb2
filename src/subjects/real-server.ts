/**
 * A server that we did not write, with a client of the bench's own. Nothing can be asked of what the server does
 * inside, so the gates sit at the client: it withholds the end of a request, and sees what comes meanwhile.
 */
import { connect, isIP } from 'node:net';
import { setTimeout as delay, setImmediate as settle } from 'node:timers/promises';
import type { Tap } from '../wire/tap.ts';
import { http2ClientFor } from './http2-client.ts';
import { rawClient } from './raw-client.ts';
import { responseReader } from './raw-response.ts';
import type { Performance, Stage } from './stage.ts';
import type { BareClient, ChannelSubject, Target } from './subject.ts';

export type ProbeVersion = '1.0' | '1.1' | '2';

export interface RealServer {
  url: URL;
  version: ProbeVersion;
  /** How many requests one after another. */
  requests: number;
  /** For how many seconds an idle connection is watched; null: it is not. */
  idleSeconds: number | null;
  /** Up to how many requests are tried on one connection; null: it is not tried. */
  limit: number | null;
}

/** What is asked first: nothing else is asked of a server that does not answer it. */
export const firstAsked = 'reuse';

/** The same with the one factor changed on which reuse may depend (RFC 9112 §9.3). */
export const askedToKeep = 'reuse, asked to keep alive';

export function realServer(server: RealServer): ChannelSubject {
  const { version, requests, idleSeconds, limit } = server;
  // A server that closes after an HTTP/1.0 answer is never idle: there the client asks to keep the connection.
  const kept = version === '1.0';
  const asked: Record<string, Performance | false> = {
    [firstAsked]: inTurn(server, { requests }),
    [askedToKeep]: version !== '2' && inTurn(server, { requests, keep: true }),
    multiplex: version === '2' ? besideAnother(server) : version === '1.1' && pipelined(server),
    interlock: beforeTheEnd(server),
    initiative: version === '2' && inTurn(server, { requests: 1 }),
    idle: idleSeconds !== null && staysIdle(server, idleSeconds, kept),
    'request limit': limit !== null && inTurn(server, { requests: limit, keep: kept, onOneLine: true }),
  };
  const scripts = Object.entries(asked).flatMap(([name, script]) =>
    script === false ? [] : [[name, bounded(script)] as const],
  );
  return {
    name: `HTTP/${version} to a real server`,
    version,
    client: 'bench',
    scripts: Object.fromEntries(scripts),
  };
}

/** Where the server of a URL listens. */
export const addressOf = ({ hostname, port, protocol }: URL): Target => ({
  host: hostname.replace(/^\[(.*)\]$/, '$1'),
  port: Number(port || (protocol === 'https:' ? 443 : 80)),
});

/** Bytes that a server may send in answer to one question: the trace of it is kept whole. */
const mostBytes = 64 * 1024 * 1024;

/** Ends a question whose server does not stop sending, whatever it is that it sends. */
const bounded =
  (performance: Performance): Performance =>
  (stage) => {
    let received = 0;
    const tooMuch = stage.seen((event) => {
      if (event.type === 'bytes' && event.direction === 's2c') received += event.bytes.length;
      return received > mostBytes;
    });
    return Promise.race([
      performance(stage),
      tooMuch.then(() => {
        throw new Error(`the server sent more than ${mostBytes / 1024 / 1024} MiB`);
      }),
    ]);
  };

interface Line {
  tap: Tap;
  client: BareClient;
  path: string;
}

/** `keep`: the client asks to keep the connection, which HTTP/1.1 does of itself. */
async function open(stage: Stage, { url, version }: RealServer, keep = false): Promise<Line> {
  const { host } = addressOf(url);
  const secure = url.protocol === 'https:';
  const authority = url.host;
  const clientFor = (to: Target, scope: Stage['scope']): BareClient =>
    version === '2'
      ? http2ClientFor(to, scope, authority, secure ? 'https' : 'http')
      : rawClient({
          version,
          reuse: true,
          host: authority,
          fields: [...fieldsOfAll, ...(keep ? ['Connection: keep-alive'] : [])],
        })(to, scope);
  const path = `${url.pathname}${url.search}`;
  const name = isIP(host) === 0 ? { servername: host } : {}; // RFC 6066 §3: no address
  const tls = secure ? { ...name, alpn: [version === '2' ? 'h2' : 'http/1.1'] } : undefined;
  const control = (to: Target, scope: Stage['scope']) => {
    const client = clientFor(to, scope);
    return () => client.request(path).finished.catch(() => client.request(path).finished);
  };
  const tap = await stage.tap(addressOf(url), control, tls);
  return { tap, client: clientFor(tap.front, stage.scope), path };
}

const fieldsOfAll = ['User-Agent: http-version-lab', 'Accept: */*'];

interface InTurn {
  requests: number;
  keep?: boolean;
  /** Stop once a second connection was needed. */
  onOneLine?: boolean;
}

/** One request after another. */
function inTurn(server: RealServer, { requests, keep = false, onOneLine = false }: InTurn): Performance {
  return async (stage) => {
    const { client, path } = await open(stage, server, keep);
    await stage.mark({
      type: 'mark',
      mark: 'noted',
      of: 'exchanges asked',
      figures: { exchanges: requests },
    });
    let lines = 0;
    stage.seen((event) => {
      if (event.type === 'open' && !event.control) lines += 1;
      return false;
    });
    for (let nth = 1; nth <= requests && !(onOneLine && lines > 1); nth++) {
      const before = lines;
      let began = false;
      const exchange = client.request(path);
      exchange.began.then(
        () => {
          began = true;
        },
        () => {},
      );
      await exchange.finished.catch((error: unknown) => {
        // The server may hang up while the next request is on its way: then it is sent again (RFC 9112 §9.3.1).
        if (nth === 1 || began || lines > before) throw error;
        return client.request(path).finished;
      });
      await settle(); // A FIN that came with the answer is read before the next request is sent.
    }
  };
}

const contentLength = 2;

/** A request whose content is withheld until the gate is released. */
async function* withheldContent(passed: () => Promise<void>): AsyncGenerator<string> {
  yield 'a';
  await passed();
  yield 'b';
}

/** HTTP/2: another request while the first is being sent (RFC 9113 §5). */
function besideAnother(server: RealServer): Performance {
  return async (stage) => {
    const { client, path } = await open(stage, server);
    const gate = await stage.gate('the end of the first request');
    const first = client.request(path, { length: contentLength, parts: withheldContent(gate.passed) });
    const second = client.request(path);
    second.finished.then(gate.release, () => {});
    await gate.settled();
    await Promise.allSettled([first.finished, second.finished]);
  };
}

/** HTTP/1.1: both requests in one write (RFC 9112 §9.3.2). A second answer that does not come is waited for by grace. */
function pipelined(server: RealServer): Performance {
  return async (stage) => {
    const { tap, path } = await open(stage, server);
    const gate = await stage.gate('the second answer');
    const socket = connect({ ...tap.front, allowHalfOpen: true });
    stage.scope.defer(() => socket.destroy());
    const fields = [`Host: ${server.url.host}`, ...fieldsOfAll];
    const request = (more: string[]) =>
      `GET ${path} HTTP/1.1\r\n${[...fields, ...more].join('\r\n')}\r\n\r\n`;
    let answers = 0;
    await new Promise<void>((resolve) => {
      const next = () => responseReader({ head: () => {}, content: () => {}, end: () => void answers++ });
      let reader = next();
      socket.on('data', (bytes) => {
        try {
          for (let rest: Buffer = bytes; rest.length > 0 && answers < 2; ) {
            const before = answers;
            rest = reader.push(rest);
            if (answers === before) continue;
            reader = next();
            if (answers === 1) gate.settled().then(resolve);
          }
        } catch {
          resolve(); // What cannot be read is a violation in the trace.
        }
        if (answers === 2) resolve();
      });
      for (const over of ['end', 'error', 'close'] as const) socket.on(over, () => resolve());
      socket.write(request([]) + request(['Connection: close']));
    });
    await gate.release();
  };
}

/** An answer that begins before the request has ended (RFC 9110 §7.5). */
function beforeTheEnd(server: RealServer): Performance {
  return async (stage) => {
    const { client, path } = await open(stage, server);
    const gate = await stage.gate('the end of the request');
    const exchange = client.request(path, { length: contentLength, parts: withheldContent(gate.passed) });
    exchange.began.then(gate.release, () => {});
    await gate.settled();
    await Promise.allSettled([exchange.finished]);
  };
}

/** One exchange, and then nothing, for as long as the server bears it. */
function staysIdle(server: RealServer, seconds: number, keep: boolean): Performance {
  return async (stage) => {
    const { client, path } = await open(stage, server, keep);
    await client.request(path).finished;
    const over = stage.seen((event) => event.type === 'end' || event.type === 'reset');
    await stage.mark({
      type: 'mark',
      mark: 'noted',
      of: 'watched',
      figures: { milliseconds: seconds * 1000 },
    });
    const enough = new AbortController();
    await Promise.race([over, delay(seconds * 1000, undefined, { signal: enough.signal }).catch(() => {})]);
    enough.abort();
  };
}
