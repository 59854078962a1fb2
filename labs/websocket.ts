/** One HTTP exchange, then messages both ways on the same connection (RFC 6455). */
import { defineLab, runAlone, webSocket } from '../src/index.ts';

export default defineLab({
  title: 'WebSocket over HTTP/1.1',
  subject: webSocket,
  textbook: { says: 'full-duplex' },
  permits: { mode: 'full-duplex', rfc: 'RFC 6455 §1.1' },
  prediction: {
    ordinary: { wire: 'half-duplex', conversation: 'full-duplex' },
    limit: { wire: 'full-duplex' },
  },
});

runAlone(import.meta);
