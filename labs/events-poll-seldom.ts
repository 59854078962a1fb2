/** The client asks again and again, seldom: less waste, and more delay. */
import { defineLab, runAlone, shortPollingSeldom } from '../src/index.ts';

export default defineLab({
  title: 'Twenty events by short polling, every second',
  subject: shortPollingSeldom,
  textbook: { says: null },
  permits: null,
  prediction: { ordinary: { wire: 'half-duplex', conversation: 'half-duplex' } },
});

runAlone(import.meta);
