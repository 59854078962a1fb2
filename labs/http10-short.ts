/** HTTP/1.0 as it was: the server ends each answer with the connection (RFC 1945 §1.3). The specification says
 * nothing of an answer that begins before its request has ended. */
import { defineLab, http10, runAlone } from '../src/index.ts';

export default defineLab({
  title: 'HTTP/1.0, a connection for each exchange',
  subject: http10,
  textbook: { says: 'simplex' },
  permits: { mode: null, rfc: 'RFC 1945 §1.3' },
  prediction: {
    ordinary: { wire: 'half-duplex', conversation: 'simplex' },
    limit: { wire: 'full-duplex' },
  },
});

runAlone(import.meta);
