/** HTTP/2 with a client that refuses push, as nearly all do today: full-duplex without it (RFC 9113 §5). */
import { defineLab, http2Streams, runAlone } from '../src/index.ts';

export default defineLab({
  title: 'HTTP/2, streams on one connection',
  subject: http2Streams,
  textbook: { says: 'full-duplex' },
  permits: { mode: 'full-duplex', rfc: 'RFC 9113 §5' },
  prediction: {
    ordinary: { wire: 'full-duplex', conversation: 'full-duplex' },
    limit: { wire: 'full-duplex' },
  },
});

runAlone(import.meta);
