/**
 * A server that we did not write, with a client of the bench's own. Nothing can be asked of what the server does
 * inside, so the gates sit at the client: it withholds the end of a request, and sees what comes meanwhile.
 */
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
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
  /** Also ask again with the one factor changed that decides about reuse. */
  why: boolean;
}

/** Throws a TypeError for a URL that is neither http: nor https:. */
export function realServer(options: RealServer): ChannelSubject {
  const { version, idleSeconds, limit, why } = options;
  const asked: Record<string, Performance | false> = {
    reuse: inTurn(options, options.requests),
    'reuse, one factor changed': why && version !== '2' && inTurn(options, options.requests, true),
    multiplex: version === '2' ? besideAnother(options) : version === '1.1' && pipelined(options),
    interlock: beforeTheEnd(options),
    initiative: version === '2' && inTurn(options, 1),
    idle: idleSeconds !== null && staysIdle(options, idleSeconds),
    'request limit': limit !== null && inTurn(options, limit),
  };
  const scripts = Object.entries(asked).filter(
    (script): script is [string, Performance] => script[1] !== false,
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

interface Line {
  tap: Tap;
  client: BareClient;
  path: string;
}

/** `other`: HTTP/1.0 asks to keep alive, HTTP/1.1 to close. */
async function open(stage: Stage, { url, version }: RealServer, other = false): Promise<Line> {
  const authority = url.host;
  const fields = { '1.0': ['Connection: keep-alive'], '1.1': ['Connection: close'] };
  const clientFor = (to: Target, scope: Stage['scope']): BareClient =>
    version === '2'
      ? http2ClientFor(to, scope, authority)
      : rawClient({
          version,
          reuse: true,
          host: authority,
          fields: ['User-Agent: http-version-lab', 'Accept: */*', ...(other ? fields[version] : [])],
        })(to, scope);
  const path = `${url.pathname}${url.search}`;
  const tls =
    url.protocol === 'https:'
      ? { servername: url.hostname, alpn: [version === '2' ? 'h2' : 'http/1.1'] }
      : undefined;
  const control = (to: Target, scope: Stage['scope']) => {
    const client = clientFor(to, scope);
    return () => client.request(path).finished.catch(() => {});
  };
  const tap = await stage.tap(addressOf(url), control, tls);
  return { tap, client: clientFor(tap.front, stage.scope), path };
}

/** One request after another. */
function inTurn(server: RealServer, requests: number, other = false): Performance {
  return async (stage) => {
    const { client, path } = await open(stage, server, other);
    await stage.mark({
      type: 'mark',
      mark: 'noted',
      of: 'exchanges asked',
      figures: { exchanges: requests },
    });
    for (let nth = 1; nth <= requests; nth++) await client.request(path).finished;
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

/** HTTP/1.1: both requests in one write (RFC 9112 §9.3.2). */
function pipelined(server: RealServer): Performance {
  return async (stage) => {
    const { tap, path } = await open(stage, server);
    const socket = connect({ ...tap.front, allowHalfOpen: true });
    stage.scope.defer(() => socket.destroy());
    const request = (last: boolean) =>
      `GET ${path} HTTP/1.1\r\nHost: ${server.url.host}\r\nUser-Agent: http-version-lab\r\nAccept: */*\r\n${last ? 'Connection: close\r\n' : ''}\r\n`;
    await new Promise<void>((resolve) => {
      let answers = 0;
      const next = () => responseReader({ head: () => {}, content: () => {}, end: () => void answers++ });
      let reader = next();
      socket.on('data', (bytes) => {
        try {
          for (let rest: Buffer = bytes; rest.length > 0 && answers < 2; ) {
            const before = answers;
            rest = reader.push(rest);
            if (answers > before) reader = next();
          }
        } catch {
          resolve(); // What cannot be read is a violation in the trace.
        }
        if (answers === 2) resolve();
      });
      socket.on('end', resolve);
      socket.on('error', () => resolve());
      socket.on('close', () => resolve());
      socket.write(request(false) + request(true));
    });
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
function staysIdle(server: RealServer, seconds: number): Performance {
  return async (stage) => {
    const { client, path } = await open(stage, server);
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
