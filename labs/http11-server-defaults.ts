/** Nobody configured these servers: how long they say that they keep a connection (RFC 9112 §9.5). */
import { defineLab, runAlone, serverDefaults } from '../src/index.ts';

export default defineLab({
  title: 'The keep-alive times of servers by default',
  subject: serverDefaults,
  textbook: { says: null },
  permits: null,
  prediction: { ordinary: { wire: 'half-duplex', conversation: 'half-duplex' } },
});

runAlone(import.meta);
