/** WebSocket on a stream of HTTP/2, RFC 8441 §5: DATA carries the frames, END_STREAM stands for FIN and RST_STREAM for the end of the connection. */
import type { Http2Options } from '../http2/http2.ts';
import { webSocketAgreed } from './websocket.ts';

/** What reads the stream of this extended CONNECT, where it is one to WebSocket. */
export const webSocketOnStream: NonNullable<Http2Options['tunnelTo']> = ({ http }, extensions) => {
  if (http?.stream === undefined || http.protocol?.toLowerCase() !== 'websocket') return null;
  return webSocketAgreed({ extensions, stream: http.stream });
};
