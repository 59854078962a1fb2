/** What a lab author imports: `defineLab`, `runAlone`, the subjects, and what one needs for a subject of one's own. */
export { defineLab, type Lab } from './bench/lab.ts';
export { runAlone } from './run-alone.ts';
export {
  http2ResponseStream,
  longPolling,
  serverSentEvents,
  shortPollingOften,
  shortPollingSeldom,
  webSocketEvents,
} from './subjects/events/events.ts';
export { serverDefaults } from './subjects/http/defaults.ts';
export { http2Push, http2Streams } from './subjects/http/http2.ts';
export { http10, http10KeepAlive } from './subjects/http/http10.ts';
export {
  http11Close,
  http11Default,
  http11KeepAlive,
  http11Pipelining,
  http11Pool,
} from './subjects/http/http11.ts';
export { createScript, type Handler, type Script, type ServerExchange } from './subjects/script.ts';
export type { Peer } from './subjects/sockets/peer.ts';
export { call, telephone, television, walkieTalkie } from './subjects/sockets/reference.ts';
export { rawMessages, socketAddress, socketTcp, socketUdp, socketUnix } from './subjects/sockets/sockets.ts';
export type { Performance, Stage } from './subjects/stage.ts';
export type { ChannelSubject, HttpSubject, Subject } from './subjects/subject.ts';
export { webSocket, webSocketHttp2 } from './subjects/websocket/websocket.ts';
