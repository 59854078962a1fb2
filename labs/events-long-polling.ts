/** The client asks, and the server answers when there is something (RFC 6202 §2). */
import { defineLab, longPolling, runAlone } from '../src/index.ts';

export default defineLab({
  title: 'Twenty events by long polling',
  subject: longPolling,
  textbook: { says: null },
  permits: null,
  prediction: { ordinary: { wire: 'half-duplex', conversation: 'half-duplex' } },
});

runAlone(import.meta);
