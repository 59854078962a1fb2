/** The definition of simplex, to calibrate the instrument: nothing can come back from a viewer. */
import { defineLab, runAlone, television } from '../src/index.ts';

export default defineLab({
  title: 'Television: one-way datagrams',
  subject: television,
  textbook: { says: 'simplex' },
  permits: null,
  prediction: { ordinary: { wire: 'simplex', conversation: 'simplex' } },
});

runAlone(import.meta);
