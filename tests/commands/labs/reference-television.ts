/** A television whose viewer answers: a reference that is broken on purpose, under the name of the right one. */
import { defineLab, runAlone, socketUdp } from '../../../src/index.ts';

export default defineLab({
  title: 'A television with an answering viewer',
  subject: socketUdp,
  textbook: { says: 'simplex' },
  permits: null,
  prediction: null,
});

runAlone(import.meta);
