/** A server that takes every request and answers none. The deadline is the one thing here that passes by the clock. */
import { defineLab, http11KeepAlive, runAlone } from '../../../src/index.ts';

export default defineLab({
  title: 'A server that never answers',
  subject: {
    ...http11KeepAlive,
    name: 'never answers',
    serve: (script, scope) =>
      http11KeepAlive.serve({ ...script, find: () => () => new Promise(() => {}) }, scope),
  },
  questions: ['reuse', 'multiplex', 'hang-up', 'half-close'],
  deadlineSeconds: 1,
  textbook: { says: 'half-duplex' },
  permits: null,
  prediction: null,
});

runAlone(import.meta);
