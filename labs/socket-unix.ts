/** The socket is an interface: here it has neither TCP nor IP beneath it. */
import { defineLab, runAlone, socketUnix } from '../src/index.ts';

export default defineLab({
  title: 'The same program over a Unix-domain socket',
  subject: socketUnix,
  textbook: { says: null },
  permits: null,
  prediction: { ordinary: { wire: 'half-duplex', conversation: 'half-duplex' } },
});

runAlone(import.meta);
