/**
 * A WebSocket through a proxy: one message, one answer. By HTTP/1.1 upgrade (RFC 6455) with ws; on a stream of HTTP/2
 * (RFC 8441) with frames of our own, because no client library opens one without fields that HTTP/2 does not ask for.
 */
import { connect as connectHttp2, sensitiveHeaders } from 'node:http2';
import { connect } from 'node:net';
import { said } from '../../model/scripts/through.ts';
import type { Scope } from '../../wire/scope.ts';
import { type Asked, headersOf } from '../asked.ts';
import { loadWs } from '../libraries.ts';
import type { Target } from '../target.ts';

export interface Call {
  front: Target;
  asked: Asked;
  path: string;
}

/** Resolves when an answer has come, or the handshake was refused: the trace tells which. */
export function talkOverHttp1({ front, asked, path }: Call, scope: Scope): Promise<void> {
  const { WebSocket } = loadWs();
  const socket = new WebSocket(`ws://${front.host}:${front.port}${path}`, {
    headers: { host: asked.host, ...headersOf(asked) },
    perMessageDeflate: false,
  });
  scope.defer(() => socket.terminate());
  return new Promise((resolve) => {
    socket.on('open', () => socket.send(said));
    socket.on('message', () => resolve());
    socket.on('error', () => {}); // A refusal is an error, and then a close.
    socket.on('unexpected-response', (_request, response) => response.resume().on('close', resolve));
    socket.on('close', () => resolve());
  });
}

/** Says nothing at all where the proxy's SETTINGS do not allow an extended CONNECT, RFC 8441 §3. */
export function talkOverHttp2({ front, asked, path }: Call, scope: Scope): Promise<void> {
  const own = headersOf(asked);
  const socket = connect({ ...front, noDelay: true });
  const session = connectHttp2('http://localhost', { createConnection: () => socket });
  scope.defer(() => {
    session.destroy();
    socket.destroy();
  });
  return new Promise((resolve) => {
    session.on('error', () => resolve());
    session.on('close', () => resolve());
    session.once('remoteSettings', ({ enableConnectProtocol }) => {
      if (!enableConnectProtocol) return resolve();
      const stream = session.request(
        {
          ':method': 'CONNECT',
          ':protocol': 'websocket',
          ':scheme': asked.tls ? 'https' : 'http',
          ':authority': asked.host,
          ':path': path,
          'sec-websocket-version': '13',
          ...own,
          [sensitiveHeaders]: Object.keys(own),
        },
        { endStream: false },
      );
      let heard = '';
      stream.setEncoding('latin1');
      stream.on('response', ({ ':status': status }) => {
        if (status === 200) stream.write(textFrame(said));
        else resolve();
      });
      stream.on('data', (bytes: string) => {
        heard += bytes;
        if (heard.includes(said)) resolve();
      });
      stream.on('error', () => resolve());
      stream.on('close', () => resolve());
    });
  });
}

/** RFC 6455 §5.2: final, text, masked by four zeroes. */
const textFrame = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text, 'latin1')]);
