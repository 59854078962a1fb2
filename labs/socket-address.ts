/** What the port is for: one host, several applications, every connection known by its pair of addresses. */
import { defineLab, runAlone, socketAddress } from '../src/index.ts';

export default defineLab({
  title: 'Two servers and three clients on one address',
  subject: socketAddress,
  textbook: { says: null },
  permits: null,
  prediction: { ordinary: { wire: 'half-duplex' } },
});

runAlone(import.meta);
