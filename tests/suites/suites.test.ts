/** All suites, each case a test. */
import { around } from './around.ts';
import { http1 } from './http1/http1.ts';
import { http2 } from './http2/http2.ts';
import { holds } from './suite.ts';
import { webSocket, webSocketCompressed } from './websocket/websocket.ts';

for (const suite of [around, http1, http2, webSocket, webSocketCompressed]) holds(suite);
