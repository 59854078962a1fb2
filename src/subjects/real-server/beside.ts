/** Whether a server that we did not write answers a second request beside a first, on one connection or on another. */
import { note } from '../../model/scripts/note.ts';
import { restOfFirst, watched } from '../../model/scripts/real-server.ts';
import { ordinaryContent } from '../asked.ts';
import { http2ClientFor } from '../http/http2-client.ts';
import type { Performance, Stage } from '../stage.ts';
import type { BareClient } from '../subject.ts';
import { openSocket, ordinaryRequest } from './bare-socket.ts';
import { sendsHeaders, withholdsFields } from './begun.ts';
import { openConnection, type RealConnection, type RealServer, withheldContent } from './connection.ts';

/**
 * HTTP/2 (RFC 9113 §5): the client gives the server a window for one byte of content (§6.9.2), so that the first response
 * begins and cannot end; only then does it send the second request. So the order is the same from run to run, however
 * many threads the server has. (With no window at all, Apache now and then does not begin its response.)
 */
export function besideAnother(server: RealServer): Performance {
  return async (stage) => {
    const { tap, path, authority, ask } = await openConnection(stage, server);
    const client = http2ClientFor(tap.address, stage.scope, { ...authority, window: 1 });
    const begun = await stage.gate('the first answer');
    const first = client.request(path, ordinaryContent(server.asked));
    let began = false;
    first.began.then(
      () => {
        began = true;
        begun.release();
      },
      () => {},
    );
    await begun.settled();
    const cutShort = began && (await first.exceedsWindow);
    if (!cutShort) client.widen();
    if (began && !cutShort) await besideUnfinished(stage, server, client, { path, ask });
    if (!cutShort) return void (await Promise.allSettled([first.finished]));
    const gate = await stage.gate('the rest of the first answer');
    const second = ask(client);
    second.began.then(gate.release, () => {});
    await gate.settled();
    client.widen();
    await Promise.allSettled([first.finished, second.finished]);
  };
}

/**
 * Answers with no content, or too little, end at once. So it is a request that is not ended, and a third one like it: a server may
 * answer such a request early and end it, before or after it answers the second. Whichever response comes first, a request
 * of another exchange is then still being sent.
 */
async function besideUnfinished(
  stage: Stage,
  server: RealServer,
  client: BareClient,
  { path, ask }: Pick<RealConnection, 'path' | 'ask'>,
): Promise<void> {
  const gate = await stage.gate('the end of the first request');
  const withheld = () => client.request(path, withheldContent(server, gate.passed));
  const first = withheld();
  const second = ask(client);
  const third = withheld();
  second.finished.then(gate.release, () => {});
  await gate.settled();
  await Promise.allSettled([first.finished, second.finished, third.finished]);
}

/** HTTP/1.1: both requests in one write (RFC 9112 §9.3.2). A second response that does not come is waited for by grace. */
export function pipelined(server: RealServer): Performance {
  return async (stage) => {
    const { tap, path } = await openConnection(stage, server);
    const gate = await stage.gate('the second answer');
    const socket = openSocket(stage, tap, ordinaryRequest(server, path).method);
    socket.write(twoRequests(server, path, ['Connection: close']));
    await Promise.race([socket.answered[0], socket.over]);
    await Promise.race([gate.settled(), socket.answered[1], socket.over]);
    await gate.release();
  };
}

/** The same, but the client does not ask to close: who does, where the second answer never comes? */
export function owedAnswer(server: RealServer): Performance {
  return async (stage) => {
    const { tap, path } = await openConnection(stage, server, { isAlone: true });
    const socket = openSocket(stage, tap, ordinaryRequest(server, path).method);
    socket.write(twoRequests(server, path));
    const milliseconds = server.patienceSeconds * 1000;
    await stage.mark(note(watched, { milliseconds }));
    await Promise.race([socket.answered[1], socket.over, stage.pause(milliseconds)]);
  };
}

const twoRequests = (server: RealServer, path: string, last: readonly string[] = []): Buffer =>
  Buffer.concat(
    [ordinaryRequest(server, path), ordinaryRequest(server, path, last)].flatMap(({ head, content }) => [
      Buffer.from(`${head}\r\n`, 'latin1'),
      content,
    ]),
  );

/**
 * A second connection, while the server has read only a part of what comes on the first. Nothing else may be asked
 * meanwhile: so the grace is one of time, and what shows that the server was alive is that it answers the second once the
 * first is done with: its request sent to the end, answered, and the connection closed.
 */
export function besideConnection(server: RealServer): Performance {
  return async (stage) => {
    const connection = await openConnection(stage, server, { isAlone: true });
    const gate = await stage.gate(restOfFirst);
    const first = await beginsRequest(stage, server, connection, gate.passed);
    const second = connection.ask(connection.another());
    second.finished.then(gate.release, () => {});
    await gate.settled();
    await first.over;
    first.close();
    await Promise.allSettled([second.finished]);
  };
}

/** Resolves once a part of a request has crossed: so little that it cannot be answered. */
async function beginsRequest(
  stage: Stage,
  server: RealServer,
  { tap, path, authority }: RealConnection,
  passed: () => Promise<void>,
): Promise<{ over: Promise<unknown>; close(): void }> {
  if (server.version === '2') {
    const sending = withholdsFields(passed);
    const client = http2ClientFor(tap.address, stage.scope, { ...authority, sending });
    const begun = stage.seen(sendsHeaders());
    const { finished } = client.request(path, ordinaryContent(server.asked));
    await begun;
    return { over: finished.catch(() => {}), close: client.finish };
  }
  const begun = stage.seen(({ type }) => type === 'bytes');
  const { method, head, content } = ordinaryRequest(server, path);
  const socket = openSocket(stage, tap, method);
  socket.write(head);
  await begun;
  passed().then(() => {
    socket.write('\r\n');
    socket.write(content);
  });
  return { over: Promise.race([socket.answered[0], socket.over]), close: socket.close };
}
