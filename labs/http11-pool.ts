/** What clients do about one request at a time: several connections (RFC 9112 §9.4). */
import { defineLab, http11Pool, runAlone } from '../src/index.ts';

export default defineLab({
  title: 'HTTP/1.1 with six connections, as browsers have',
  subject: http11Pool,
  textbook: { says: 'half-duplex' },
  permits: { mode: 'full-duplex', rfc: 'RFC 9110 §7.5' },
  prediction: {
    ordinary: { wire: 'half-duplex', conversation: 'half-duplex' },
    limit: { wire: 'full-duplex' },
  },
});

runAlone(import.meta);
