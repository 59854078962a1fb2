/** A script that ends the program, and takes no notice that it cannot. */
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
      try {
        process.exit(0);
      } catch {
        server.say('PONG\n');
      }
      await client.heard.contains('PONG\n');
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
