/**
 * node:http2 as a client on a socket of its own: it takes pushed responses, which undici refuses, keeps an idle
 * connection for as long as the server does, and can send FIN beneath HTTP/2.
 */
import { type ClientHttp2Stream, connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import type { Scope } from '../wire/scope.ts';
import type { BareClient, Content, Target } from './subject.ts';
import { arrivingText } from './text.ts';

export const http2Client = (to: Target, scope: Scope): BareClient => http2ClientFor(to, scope);

/** `authority` is that of the requests, where it is not the address that is connected to; so is the scheme. */
export function http2ClientFor(
  to: Target,
  scope: Scope,
  authority = `${to.host}:${to.port}`,
  scheme: 'http' | 'https' = 'http',
): BareClient {
  const heard = arrivingText();
  let line: ReturnType<typeof openLine> | null = null;

  const openLine = () => {
    const socket = connect({ ...to, allowHalfOpen: true, noDelay: true });
    const session = connectHttp2(`http://${authority}`, { createConnection: () => socket });
    scope.defer(() => session.destroy());
    // Node waits on for answers that cannot come; what has come is handed on first.
    socket.on('end', () => setImmediate(() => session.destroy(closed)));
    session.on('error', () => {}); // Each exchange reports its own failure.
    session.on('stream', (pushed) => {
      pushed.setEncoding('utf8');
      pushed.on('data', heard.add);
      pushed.on('error', () => {});
    });
    return { socket, session };
  };
  return {
    heard,
    finish: () => void line?.socket.end(),
    request(path, content) {
      if (!line || line.session.closed || line.session.destroyed) line = openLine();
      const text = arrivingText();
      const stream = line.session.request({
        ':method': content ? 'POST' : 'GET',
        ':path': path,
        ':scheme': scheme,
        ...(content ? { 'content-type': 'text/plain', 'content-length': content.length } : {}),
      });
      const began = new Promise<void>((resolve, reject) => {
        stream.on('response', () => resolve());
        text.whole.catch(reject);
      });
      began.catch(() => {});
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => {
        heard.add(chunk);
        text.add(chunk);
      });
      stream.on('end', () => text.end());
      stream.on('error', (error) => text.fail(error));
      stream.on('close', () => text.fail(new Error('the stream was closed before the answer was whole')));
      if (content) sendParts(stream, content).catch((error: Error) => stream.destroy(error));
      else stream.end();
      return { began, received: text.contains, soFar: text.soFar, finished: text.whole };
    },
  };
}

const closed = new Error('the server closed the connection before its answer was whole');

async function sendParts(stream: ClientHttp2Stream, content: Content) {
  for await (const part of content.parts) stream.write(part);
  stream.end();
}
