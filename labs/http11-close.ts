/** HTTP/1.1 made to behave as HTTP/1.0 did, by one field (RFC 9112 §9.6). */
import { defineLab, http11Close, runAlone } from '../src/index.ts';

export default defineLab({
  title: 'HTTP/1.1 with Connection: close',
  subject: http11Close,
  textbook: { says: 'half-duplex' },
  permits: { mode: 'full-duplex', rfc: 'RFC 9110 §7.5' },
  prediction: {
    ordinary: { wire: 'half-duplex', conversation: 'simplex' },
    limit: { wire: 'full-duplex' },
  },
});

runAlone(import.meta);
