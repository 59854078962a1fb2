/** A script that leaves a timer and a server open. */
import { createServer } from 'node:net';
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
      createServer().listen(0, '127.0.0.1');
      setInterval(() => {}, 1000);
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
