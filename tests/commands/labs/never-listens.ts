/** A server that is never ready. */
import { defineLab, http11KeepAlive, runAlone } from '../../../src/index.ts';

export default defineLab({
  title: 'A server that never listens',
  subject: { ...http11KeepAlive, name: 'never listens', serve: () => new Promise(() => {}) },
  questions: ['reuse'],
  deadlineSeconds: 1,
  textbook: { says: null },
  permits: null,
  prediction: null,
});

runAlone(import.meta);
