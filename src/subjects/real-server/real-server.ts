/**
 * A server that we did not write, with a client of the bench's own. Nothing can be asked of what the server does
 * inside, so the gates sit at the client: it withholds the end of a request, and sees what comes meanwhile.
 */

import { setImmediate as settle } from 'node:timers/promises';
import { exchangesAsked, note } from '../../model/scripts/note.ts';
import { closeByServer, unlikeBefore, watched } from '../../model/scripts/real-server.ts';
import type { Performance } from '../stage.ts';
import type { ChannelSubject } from '../subject.ts';
import { openSocket, ordinaryRequest } from './bare-socket.ts';
import { besideAnother, besideConnection, owedAnswer, pipelined } from './beside.ts';
import { openConnection, type RealServer, withheldContent } from './connection.ts';
import { expectsContinue, uploadsMuch } from './uploads.ts';

export type { ProbeVersion, RealServer } from './connection.ts';

/** What is asked first: nothing else is asked of a server that does not answer it. */
export const firstAsked = 'reuse';

/** The same with the one factor changed on which reuse may depend (RFC 9112 §9.3). */
export const askedToKeep = 'reuse, asked to keep alive';

/** Asked next, for what is asked after it depends on it. */
export const secondAsked = 'another connection';

/** Asked only where the second of two requests in one go had no answer. */
export const answerOwed = 'answer owed';

/** Asked last. */
export const requestLimit = 'request limit';

export function realServer(server: RealServer): ChannelSubject {
  const { version, requests, idleSeconds, limit } = server;
  // A server that closes after an HTTP/1.0 response is never idle: there the client asks to keep the connection.
  const kept = version === '1.0';
  const performances: Record<string, Performance | false> = {
    [firstAsked]: oneAfterAnother(server, { requests }),
    [askedToKeep]: version !== '2' && oneAfterAnother(server, { requests, keep: true }),
    [secondAsked]: besideConnection(server),
    closing: version === '1.0' && notAskedToStay(server),
    multiplex: version === '2' ? besideAnother(server) : version === '1.1' && pipelined(server),
    [answerOwed]: version === '1.1' && owedAnswer(server),
    interlock: beforeTheEnd(server),
    expect: version !== '1.0' && expectsContinue(server),
    'large upload': version !== '1.0' && uploadsMuch(server),
    initiative: version === '2' && oneAfterAnother(server, { requests: 1 }),
    idle: idleSeconds !== null && staysIdle(server, idleSeconds, kept),
    [requestLimit]:
      limit !== null && oneAfterAnother(server, { requests: limit, keep: kept, onOneConnection: true }),
  };
  const scripts = Object.entries(performances).flatMap(([name, script]) =>
    script === false ? [] : [[name, script] as const],
  );
  return {
    name: `HTTP/${version} to a real server`,
    version,
    client: 'bench',
    scripts: Object.fromEntries(scripts),
  };
}

interface Requests {
  requests: number;
  keep?: boolean;
  /** Stop once a second connection was needed. */
  onOneConnection?: boolean;
}

/** One request after another. */
function oneAfterAnother(
  server: RealServer,
  { requests, keep = false, onOneConnection = false }: Requests,
): Performance {
  return async (stage) => {
    const { ask } = await openConnection(stage, server, { keep });
    await stage.mark(note(exchangesAsked, { exchanges: requests }));
    if (server.isUnlikeBefore) await stage.mark(note(unlikeBefore));
    let connections = 0;
    stage.seen((event) => {
      if (event.type === 'open' && !event.control) connections += 1;
      return false;
    });
    for (let nth = 1; nth <= requests && !(onOneConnection && connections > 1); nth++) {
      const before = connections;
      let began = false;
      const exchange = ask();
      exchange.began.then(
        () => {
          began = true;
        },
        () => {},
      );
      await exchange.finished.catch((error: unknown) => {
        // The server may hang up while the next request is on its way: then it is sent again (RFC 9112 §9.3.1).
        if (nth === 1 || began || connections > before) throw error;
        return ask().finished;
      });
      await settle(); // A FIN that came with the response is read before the next request is sent.
    }
  };
}

/** A response that begins before the request has ended (RFC 9110 §7.5). */
function beforeTheEnd(server: RealServer): Performance {
  return async (stage) => {
    const { client, path } = await openConnection(stage, server);
    const gate = await stage.gate('the end of the request');
    const exchange = client.request(path, withheldContent(server, gate.passed));
    // Not before an early answer is whole, if it can be: else it would be chance whether the rest comes in its midst.
    exchange.finished.then(gate.release, () => {});
    await gate.settled();
    await Promise.allSettled([exchange.finished]);
  };
}

/** A request of HTTP/1.0 that says nothing of the connection, which the answer is to end (RFC 9112 §9.3). */
function notAskedToStay(server: RealServer): Performance {
  return async (stage) => {
    const { tap, path } = await openConnection(stage, server);
    const gate = await stage.gate(closeByServer);
    const { method, head, content } = ordinaryRequest(server, path);
    const socket = openSocket(stage, tap, method);
    socket.write(`${head}\r\n`);
    socket.write(content);
    await Promise.race([socket.answered[0], socket.over]);
    socket.over.then(gate.release);
    await gate.settled();
  };
}

/** One exchange, and then nothing, for as long as the server bears it. */
function staysIdle(server: RealServer, seconds: number, keep: boolean): Performance {
  return async (stage) => {
    const { ask } = await openConnection(stage, server, { keep });
    await ask().finished;
    const over = stage.seen((event) => event.type === 'end' || event.type === 'reset');
    await stage.mark(note(watched, { milliseconds: seconds * 1000 }));
    await Promise.race([over, stage.pause(seconds * 1000)]);
  };
}
