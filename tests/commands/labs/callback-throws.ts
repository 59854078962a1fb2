/** A callback that throws while the script waits for something else. */
import { type ChannelSubject, defineLab, runAlone } from '../../../src/index.ts';
import { call } from '../../../src/subjects/sockets/reference.ts';

const subject: ChannelSubject = {
  name: 'a subject',
  version: null,
  client: 'bench',
  scripts: {
    talk: call(async (client, server) => {
      client.say('PING\n');
      setImmediate(() => {
        throw new Error('thrown in a callback\nand told at length');
      });
      await server.heard.contains('never');
    }),
  },
};

export default defineLab({
  title: 'A lab that goes wrong',
  subject,
  textbook: { says: null },
  permits: null,
  prediction: null,
});

runAlone(import.meta);
