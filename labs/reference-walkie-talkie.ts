/** The definition of half-duplex, to calibrate the instrument: both directions, one at a time. */
import { defineLab, runAlone, walkieTalkie } from '../src/index.ts';

export default defineLab({
  title: 'Walkie-talkie: push-to-talk over TCP',
  subject: walkieTalkie,
  textbook: { says: 'half-duplex' },
  permits: null,
  prediction: { ordinary: { wire: 'half-duplex', conversation: 'half-duplex' } },
});

runAlone(import.meta);
