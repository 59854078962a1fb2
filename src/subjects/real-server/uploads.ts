/** What a server that we did not write does with content before it has come, or before all of it has. */
import { setImmediate as settle } from 'node:timers/promises';
import { deferred } from '../../model/deferred.ts';
import { note } from '../../model/scripts/note.ts';
import { afterAnswer, answerBegan, expectedContent } from '../../model/scripts/real-server.ts';
import { methodsOf } from '../asked.ts';
import { http2ClientFor } from '../http/http2-client.ts';
import type { Performance, Stage } from '../stage.ts';
import { headWithContent, openSocket } from './bare-socket.ts';
import { contentOf, openConnection, type RealServer, withheldContent } from './connection.ts';

const asksFirst = 'Expect: 100-continue';

/** The client asks whether it may send the content, and withholds it until 100 comes or an answer is whole, RFC 9110 §10.1.1. */
export function expectsContinue(server: RealServer): Performance {
  return async (stage) => {
    const { tap, path, authority } = await openConnection(stage, server);
    const gate = await stage.gate(expectedContent);
    if (server.version === '2') {
      const exchange = http2ClientFor(tap.address, stage.scope, authority).request(
        path,
        withheldContent(server, gate.passed),
        { expect: '100-continue' },
      );
      Promise.race([exchange.continued, exchange.finished]).then(gate.release, () => {});
      await gate.settled();
      await Promise.allSettled([exchange.finished]);
      return;
    }
    const socket = openSocket(stage, tap, methodsOf(server.asked).withContent);
    const content = contentOf(server);
    socket.write(headWithContent(server, path, content.length, [asksFirst]));
    Promise.race([socket.continued, socket.answered[0], socket.over]).then(gate.release);
    await gate.settled();
    socket.write(content);
    await Promise.race([socket.answered[0], socket.over]);
  };
}

/** Bytes of content: more than most servers take without being told so, and little enough to be sent at once. */
export const uploadLength = 8 * 1024 * 1024;
const part = 'x'.repeat(64 * 1024);

/**
 * A large request, sent as fast as it is taken; after each part the client looks whether something has come. If the answer
 * begins before the request has ended, it sends on, as one does that reads only later (RFC 9112 §9.6, RFC 9113 §8.1).
 */
export function uploadsMuch(server: RealServer): Performance {
  return async (stage) => {
    const { tap, path, authority } = await openConnection(stage, server);
    const gate = await stage.gate(afterAnswer);
    const sent = deferred();
    let bytes = 0;
    const began = async () => void (await stage.mark(note(answerBegan, { bytes })));
    if (server.version === '2') {
      async function* parts() {
        for (; bytes < uploadLength; bytes += part.length) {
          yield part;
          await settle();
        }
        sent.resolve();
      }
      const exchange = http2ClientFor(tap.address, stage.scope, authority).request(path, {
        length: uploadLength,
        parts: parts(),
      });
      exchange.began.then(began, () => {});
      await exchange.finished.catch(() => {});
      await standsStill(stage, Promise.race([exchange.over, sent.promise]), () => bytes);
      exchange.over.then(gate.release);
      await gate.settled();
      return;
    }
    const socket = openSocket(stage, tap, methodsOf(server.asked).withContent);
    socket.write(headWithContent(server, path, uploadLength));
    socket.began.then(began);
    const sending = async () => {
      for (; bytes < uploadLength && !socket.isGone(); bytes += part.length) {
        socket.write(part);
        await socket.hasRoom();
        await settle();
      }
      sent.resolve();
    };
    sending();
    await Promise.race([socket.answered[0], socket.over]);
    await standsStill(stage, Promise.race([socket.over, sent.promise]), () => bytes);
    socket.over.then(gate.release);
    await gate.settled();
  };
}

const stillMilliseconds = 1000;

/** Resolves when it is over, or nothing more has been sent for so long. */
async function standsStill({ pause }: Stage, over: Promise<void>, sent: () => number): Promise<void> {
  const ended = over.then(() => true);
  for (let before = -1; before !== sent(); ) {
    before = sent();
    if (await Promise.race([ended, pause(stillMilliseconds)])) return;
  }
}
