/** The same version with the one factor changed: the connection is kept (RFC 2068 §19.7.1). */
import { defineLab, http10KeepAlive, runAlone } from '../src/index.ts';

export default defineLab({
  title: 'HTTP/1.0 with the Keep-Alive extension',
  subject: http10KeepAlive,
  textbook: { says: 'simplex' },
  permits: { mode: null, rfc: 'RFC 2068 §19.7.1' },
  prediction: {
    ordinary: { wire: 'half-duplex', conversation: 'half-duplex' },
    limit: { wire: 'full-duplex' },
  },
});

runAlone(import.meta);
