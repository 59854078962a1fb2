/** A telephone that fails. */
import { type ChannelSubject, defineLab, runAlone } from '../../../../src/index.ts';
import { call } from '../../../../src/subjects/sockets/reference.ts';

const subject: ChannelSubject = {
  name: 'a subject',
  version: null,
  client: 'bench',
  scripts: {
    talk: call(async (client, server) => {
      client.say('PING\n');
      await server.heard.contains('PING\n');
      throw new Error('the line is dead');
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
