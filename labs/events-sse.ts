/** One request, and a response that does not end (WHATWG HTML §9.2): HTTP without polling. */
import { defineLab, runAlone, serverSentEvents } from '../src/index.ts';

export default defineLab({
  title: 'Twenty events by server-sent events',
  subject: serverSentEvents,
  textbook: { says: null },
  permits: null,
  prediction: { ordinary: { wire: 'half-duplex', conversation: 'half-duplex' } },
});

runAlone(import.meta);
