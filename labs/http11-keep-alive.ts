/** HTTP/1.1 as most libraries speak it: kept alive by default, one request at a time (RFC 9112 §9.3). */
import { defineLab, http11KeepAlive, runAlone } from '../src/index.ts';

export default defineLab({
  title: 'HTTP/1.1, one connection kept alive',
  subject: http11KeepAlive,
  textbook: { says: 'half-duplex' },
  permits: { mode: 'full-duplex', rfc: 'RFC 9110 §7.5' },
  prediction: {
    ordinary: { wire: 'half-duplex', conversation: 'half-duplex' },
    limit: { wire: 'full-duplex' },
  },
});

runAlone(import.meta);
