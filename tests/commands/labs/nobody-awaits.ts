/** A promise that nobody awaits, and that is rejected. */
import { type ChannelSubject, defineLab, runAlone } from '../../../src/index.ts';
import { call } from '../../../src/subjects/sockets/reference.ts';

const subject: ChannelSubject = {
  name: 'a subject',
  version: null,
  client: 'bench',
  scripts: {
    talk: call(async (client, server) => {
      client.say('PING\n');
      server.heard.contains('PING\n').then(() => {
        throw new Error('rejected, and nobody awaits it');
      });
      await client.heard.contains('never');
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
