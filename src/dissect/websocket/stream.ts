/**
 * WebSocket on a stream of HTTP/2, RFC 8441 §5: DATA carries the frames, END_STREAM stands for FIN and RST_STREAM for
 * the end of the connection. What is found there names its stream, so that several on one connection stay apart.
 */
import type { Http2Options } from '../http2/http2.ts';
import { websocket } from './websocket.ts';

export const webSocketOnStream: NonNullable<Http2Options['tunnel']> = (request, listener, extensions) => {
  const { connection, http } = request;
  const stream = http?.stream;
  if (stream === undefined || http?.protocol?.toLowerCase() !== 'websocket') return null;
  return websocket(
    connection,
    {
      ...listener,
      begun(message) {
        message.http = { version: '2', stream };
        listener.begun(message);
      },
      control: (control) => listener.control({ ...control, detail: { ...control.detail, stream } }),
    },
    extensions,
  );
};
