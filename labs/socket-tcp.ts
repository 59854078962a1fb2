/** The socket is an interface: this program does not know that TCP lies beneath it (RFC 9293). */
import { defineLab, runAlone, socketTcp } from '../src/index.ts';

export default defineLab({
  title: 'A socket over TCP: open, write, read, close',
  subject: socketTcp,
  textbook: { says: null },
  permits: { mode: 'full-duplex', rfc: 'RFC 9293 §3.6' },
  prediction: { ordinary: { wire: 'half-duplex', conversation: 'half-duplex' } },
});

runAlone(import.meta);
