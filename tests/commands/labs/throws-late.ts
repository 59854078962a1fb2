/** A script that leaves something behind which throws when the lab is over. */
import { AsyncResource } from 'node:async_hooks';
import { type ChannelSubject, defineLab, runAlone } from '../../../src/index.ts';
import { call } from '../../../src/subjects/sockets/reference.ts';

const subject: ChannelSubject = {
  name: 'a subject',
  version: null,
  client: 'bench',
  scripts: {
    talk: call(async (client, server) => {
      client.say('PING\n');
      await server.heard.contains('PING\n');
      server.say('PONG\n');
      await client.heard.contains('PONG\n');
      // Nothing of the lab is open any more when the program is about to end.
      process.once(
        'beforeExit',
        AsyncResource.bind(() => Promise.reject(new Error('thrown when all was over'))),
      );
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
