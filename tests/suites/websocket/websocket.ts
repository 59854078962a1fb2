/** WebSocket, sentence by sentence: what RFC 6455 demands of both ends, behind the handshake. */
import { webSocketAgreed } from '../../../src/dissect/websocket/websocket.ts';
import type { Suite } from '../suite.ts';
import { compressed, fragments, headers, masking } from './frames.ts';
import { closings, texts } from './texts.ts';

export const webSocket: Suite = {
  name: 'WebSocket',
  dissect: webSocketAgreed({}),
  cases: [...masking, ...headers, ...fragments, ...texts, ...closings],
};

export const webSocketCompressed: Suite = {
  name: 'WebSocket with permessage-deflate',
  dissect: webSocketAgreed({ extensions: 'permessage-deflate' }),
  cases: compressed,
};
