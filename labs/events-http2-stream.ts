/** One request, and a response that does not end, on a connection that stays free for others (RFC 9113 §5). */
import { defineLab, http2ResponseStream, runAlone } from '../src/index.ts';

export default defineLab({
  title: 'Twenty events on a response stream of HTTP/2',
  subject: http2ResponseStream,
  textbook: { says: null },
  permits: { mode: 'full-duplex', rfc: 'RFC 9113 §5' },
  prediction: { ordinary: { wire: 'full-duplex', conversation: 'full-duplex' } },
});

runAlone(import.meta);
