/** Requests may run ahead of the answers, but the answers stay in line: head-of-line blocking (RFC 9112 §9.3.2). */
import { defineLab, http11Pipelining, runAlone } from '../src/index.ts';

export default defineLab({
  title: 'HTTP/1.1 with pipelined requests',
  subject: http11Pipelining,
  textbook: { says: 'half-duplex' },
  permits: { mode: 'full-duplex', rfc: 'RFC 9112 §9.3.2' },
  prediction: {
    ordinary: { wire: 'full-duplex', conversation: 'full-duplex' },
    limit: { wire: 'full-duplex' },
  },
});

runAlone(import.meta);
