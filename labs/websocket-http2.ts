/** The connection of its own vanishes: the same talk is a stream among others (RFC 8441). */
import { defineLab, runAlone, webSocketHttp2 } from '../src/index.ts';

export default defineLab({
  title: 'WebSocket as one stream of HTTP/2',
  subject: webSocketHttp2,
  textbook: { says: 'full-duplex' },
  permits: { mode: 'full-duplex', rfc: 'RFC 8441 §5' },
  prediction: {
    ordinary: { wire: 'half-duplex', conversation: 'full-duplex' },
    limit: { wire: 'full-duplex' },
  },
});

runAlone(import.meta);
