/** The definition of full-duplex, to calibrate the instrument: both directions at the same time. */
import { defineLab, runAlone, telephone } from '../src/index.ts';

export default defineLab({
  title: 'Telephone: both talk at once over TCP',
  subject: telephone,
  textbook: { says: 'full-duplex' },
  permits: null,
  prediction: { ordinary: { wire: 'full-duplex', conversation: 'full-duplex' } },
});

runAlone(import.meta);
