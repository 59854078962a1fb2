/** After one handshake the server speaks when there is something (RFC 6455). */
import { defineLab, runAlone, webSocketEvents } from '../src/index.ts';

export default defineLab({
  title: 'Twenty events by WebSocket',
  subject: webSocketEvents,
  textbook: { says: 'full-duplex' },
  permits: { mode: 'full-duplex', rfc: 'RFC 6455 §1.1' },
  prediction: { ordinary: { wire: 'half-duplex', conversation: 'full-duplex' } },
});

runAlone(import.meta);
