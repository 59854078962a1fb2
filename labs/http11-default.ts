/** HTTP/1.1 with requests that say nothing of the connection: what the protocol does by default (RFC 9112 §9.3). */
import { defineLab, http11Default, runAlone } from '../src/index.ts';

export default defineLab({
  title: 'HTTP/1.1 without a Connection field',
  subject: http11Default,
  questions: ['reuse', 'burst', 'multiplex'],
  textbook: { says: 'half-duplex' },
  permits: { mode: 'full-duplex', rfc: 'RFC 9110 §7.5' },
  prediction: { ordinary: { wire: 'half-duplex', conversation: 'half-duplex' } },
});

runAlone(import.meta);
