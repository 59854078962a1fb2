/** The socket is an interface: this program does not know that UDP lies beneath it (RFC 768). */
import { defineLab, runAlone, socketUdp } from '../src/index.ts';

export default defineLab({
  title: 'The same program over UDP',
  subject: socketUdp,
  textbook: { says: null },
  permits: { mode: null, rfc: 'RFC 768' },
  prediction: { ordinary: { wire: 'half-duplex', conversation: 'half-duplex' } },
});

runAlone(import.meta);
