/**
 * node:http2 as a client on a socket of its own: it takes pushed responses, which undici refuses, keeps an idle
 * connection for as long as the server does, and can send FIN beneath HTTP/2.
 */
import { once } from 'node:events';
import {
  type ClientHttp2Stream,
  connect as connectHttp2,
  constants,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
  type OutgoingHttpHeaders,
  sensitiveHeaders,
} from 'node:http2';
import { connect, type Socket } from 'node:net';
import { Duplex, pipeline, type Transform } from 'node:stream';
import { deferred } from '../../model/deferred.ts';
import { errorFor } from '../../model/reason.ts';
import type { Scope } from '../../wire/scope.ts';
import { type Methods, usualMethods } from '../asked.ts';
import type { BareClient, BareExchange, Content } from '../subject.ts';
import type { Target } from '../target.ts';
import { createArrivingText } from '../text.ts';
import { type ArrivingContent, arrivingContent } from './arriving-content.ts';

export const http2Client = (to: Target, scope: Scope): BareClient => http2ClientFor(to, scope);

export interface Authority {
  /** Of the requests, where it is not the address that is connected to; so is the scheme. */
  authority?: string;
  scheme?: 'http' | 'https';
  methods?: Methods;
  /** In every request, and never in a table of either side (RFC 7541 §7.1.3), so that each stands where it is sent. */
  own?: OutgoingHttpHeaders;
}

export interface Http2Client extends BareClient {
  request(path: string, content?: Content, fields?: OutgoingHttpHeaders): Http2Exchange;
  /** Gives all streams the window that is usual, and reads what came meanwhile. */
  widen(): void;
}

export interface Http2Exchange extends BareExchange {
  /** Once the response has begun; false where its header section says that all of its content fits into the window. */
  exceedsWindow: Promise<boolean>;
  /** Resolves when nothing more can be sent or come on the stream. */
  over: Promise<void>;
}

/**
 * `window`: how much content may come on a stream before the client gives leave for more, RFC 9113 §6.9.2. `sending`: what
 * is sent on its first connection goes through this.
 */
export function http2ClientFor(
  to: Target,
  scope: Scope,
  {
    authority = `${to.host}:${to.port}`,
    scheme = 'http',
    methods = usualMethods,
    own = {},
    window = usualWindow,
    sending,
  }: Authority & { window?: number; sending?: Transform } = {},
): Http2Client {
  const heard = createArrivingText();
  const waiting: ClientHttp2Stream[] = [];
  let isNarrow = window !== usualWindow;
  let connection: ReturnType<typeof openConnection> | null = null;

  const openConnection = () => {
    const socket = connect({ ...to, allowHalfOpen: true, noDelay: true });
    const session = connectHttp2('http://localhost', {
      createConnection: () => (sending ? through(sending, socket) : socket),
      ...(window === usualWindow ? {} : { settings: { initialWindowSize: window } }),
    });
    scope.defer(() => session.destroy());
    // Node waits on for responses that cannot come; what has come is handed on first.
    socket.on('end', () => setImmediate(() => session.destroy(closed)));
    session.on('error', () => {}); // Each exchange reports its own failure.
    let greeted = false;
    session.on('remoteSettings', () => {
      greeted = true;
    });
    session.on('stream', (pushed) => {
      pushed.setEncoding('utf8');
      pushed.on('data', heard.add);
      pushed.on('error', () => {});
    });
    return { socket, session, greeted: () => greeted };
  };
  return {
    heard,
    finish: () => void connection?.socket.end(),
    widen() {
      isNarrow = false;
      connection?.session.settings({ initialWindowSize: usualWindow });
      for (const stream of waiting.splice(0)) stream.resume();
    },
    request(path, content, fields = {}) {
      if (!connection || connection.session.closed || connection.session.destroyed)
        connection = openConnection();
      const text = createArrivingText();
      const stream = connection.session.request(
        {
          ':authority': authority,
          ':method': content ? methods.withContent : methods.alone,
          ':path': path,
          ':scheme': scheme,
          ...(content && content.length !== 0 ? { 'content-type': 'text/plain' } : {}),
          ...(content && content.length !== null ? { 'content-length': content.length } : {}),
          ...own,
          ...fields,
          [sensitiveHeaders]: Object.keys(own),
        },
        { endStream: content === undefined },
      );
      const [continued, over] = [deferred(), deferred()];
      stream.on('continue', () => continued.resolve());
      stream.on('close', () => over.resolve());
      // What has been read gives leave for more.
      if (isNarrow) waiting.push(stream.pause());
      const exceedsWindow = new Promise<boolean>((resolve, reject) => {
        stream.on('response', (fields, flags) => resolve(mayExceed(window, fields, flags)));
        text.whole.catch(reject);
      });
      const began = exceedsWindow.then(() => {});
      began.catch(() => {});
      let arriving: ArrivingContent | undefined;
      stream.once('response', (fields) => {
        arriving = arrivingContent(fields['content-encoding'], {
          ...text,
          add(chunk) {
            heard.add(chunk);
            text.add(chunk);
          },
        });
      });
      stream.on('data', (bytes: Buffer) => arriving?.add(bytes));
      stream.on('end', () => (arriving ? arriving.end() : text.end()));
      const { greeted } = connection;
      let unreadable = false;
      stream.on('error', (error) => {
        unreadable = greeted() && isUnreadable(error);
        if (!unreadable) text.fail(error);
      });
      stream.on('close', () => {
        // What has come to its end may still be being unpacked.
        if (!unreadable && !stream.readableEnded) text.fail(errorFor('error.stream-closed'));
      });
      if (content) sendParts(stream, content).catch((error: Error) => stream.destroy(error));
      return {
        ...{ began, exceedsWindow, continued: continued.promise, over: over.promise },
        ...{ received: text.contains, soFar: text.soFar, finished: text.whole },
      };
    },
  };
}

function through(sending: Transform, socket: Socket): Duplex {
  pipeline(sending, socket, () => {}); // Each exchange reports its own failure.
  return Duplex.from({ readable: socket, writable: sending });
}

/**
 * What a server that speaks HTTP/2 sends and no client can read does not end an exchange: most such frames Node 20
 * passes over in silence, and later lines end the session at each. When the exchange is over, the server says, or the bench.
 */
const isUnreadable = (error: NodeJS.ErrnoException): boolean => error.code === 'ERR_HTTP2_ERROR';

/** RFC 9113 §6.9.2. */
const usualWindow = 65_535;

/** RFC 9110 §6.4.1 and §8.6. */
const mayExceed = (
  window: number,
  fields: IncomingHttpHeaders & IncomingHttpStatusHeader,
  flags: number,
): boolean =>
  (flags & constants.NGHTTP2_FLAG_END_STREAM) === 0 &&
  Number(fields['content-length'] ?? Number.POSITIVE_INFINITY) > window &&
  ![204, 205, 304].includes(fields[':status'] ?? 0);

const closed = errorFor('error.server-closed');

async function sendParts(stream: ClientHttp2Stream, content: Content) {
  const closed = once(stream, 'close');
  closed.catch(() => {});
  for await (const part of content.parts) {
    if (stream.write(part)) continue;
    // Who waits no longer listens no longer: a large request waits many times.
    const waiting = new AbortController();
    await Promise.race([once(stream, 'drain', { signal: waiting.signal }), closed]).finally(() =>
      waiting.abort(),
    );
  }
  stream.end();
}
