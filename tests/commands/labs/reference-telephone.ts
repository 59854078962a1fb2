/** A telephone that takes turns: a reference that is broken on purpose, under the name of the right one. */
import { defineLab, runAlone, walkieTalkie } from '../../../src/index.ts';

export default defineLab({
  title: 'A telephone that takes turns',
  subject: walkieTalkie,
  textbook: { says: 'full-duplex' },
  permits: null,
  prediction: null,
});

runAlone(import.meta);
