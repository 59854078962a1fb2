/** The same server, and a client that does not refuse push: beside a request, never out of nothing (RFC 9113 §8.4). */
import { defineLab, http2Push, runAlone } from '../src/index.ts';

export default defineLab({
  title: 'HTTP/2 with a client that takes server push',
  subject: http2Push,
  textbook: { says: 'full-duplex' },
  permits: { mode: 'full-duplex', rfc: 'RFC 9113 §8.4' },
  prediction: {
    ordinary: { wire: 'full-duplex', conversation: 'full-duplex' },
    limit: { wire: 'full-duplex' },
  },
});

runAlone(import.meta);
