/** A byte stream keeps no ends of messages (RFC 9293 §3.1): beside WebSocket, which does. */
import { defineLab, rawMessages, runAlone } from '../src/index.ts';

export default defineLab({
  title: 'Messages on a raw socket',
  subject: rawMessages,
  textbook: { says: null },
  permits: { mode: 'full-duplex', rfc: 'RFC 9293 §3.1' },
  prediction: { ordinary: { wire: 'half-duplex' } },
});

runAlone(import.meta);
