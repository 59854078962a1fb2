/** The client asks again and again, often: little delay, and mostly nothing to say. */
import { defineLab, runAlone, shortPollingOften } from '../src/index.ts';

export default defineLab({
  title: 'Twenty events by short polling, every 100 ms',
  subject: shortPollingOften,
  textbook: { says: null },
  permits: null,
  prediction: { ordinary: { wire: 'half-duplex', conversation: 'half-duplex' } },
});

runAlone(import.meta);
