/**
 * A proxy that we did not write, with our client in front of it and our origin behind it, and a tap on each side. Each
 * script withholds a part at one end until another part has come out at the other end. RFC 9110 §3.7, §7.5.
 */

import { requestPart, responsePart, rounds } from '../../model/scripts/interlock.ts';
import {
  kindOfPassing,
  nameOf,
  type Passing,
  type PassingKind,
  passings,
  paths,
  type ThroughKind,
  throughQuestions,
} from '../../model/scripts/through.ts';
import type { Performance } from '../stage.ts';
import type { ChannelSubject, ClientExchange } from '../subject.ts';
import { tunnel } from './connect.ts';
import { fiveConnections, oneConnection, pool, renewal } from './counted.ts';
import { idleBehind, race } from './idle.ts';
import { passing } from './passing.ts';
import { baseOf, openPath, type RealProxy } from './path.ts';
import { inTime, sentOf } from './steps.ts';
import { earlyAnswer, expectContinue } from './uploads.ts';
import { talkOverHttp1, talkOverHttp2 } from './websocket.ts';
import { saySomethingElse } from './who.ts';

export function realProxy(proxy: RealProxy): ChannelSubject {
  return {
    name: 'a real proxy',
    version: proxy.version === 'http/2' ? '2' : '1.1',
    client: 'bench',
    libraries: ['fastify', 'ws'],
    scripts: Object.fromEntries(
      throughQuestions.map((question) => [
        nameOf(question),
        scripts[question.kind]({ ...proxy, version: question.version ?? proxy.version }),
      ]),
    ),
  };
}

const scripts: Record<ThroughKind, (proxy: RealProxy) => Performance> = {
  ...passingScripts(),
  reach,
  'no request at all': noRequest,
  'reach-late': reachLate,
  'one front connection': oneConnection,
  'five front connections': fiveConnections,
  pool,
  tunnel,
  'expect-continue': expectContinue,
  'early-answer': earlyAnswer,
  'race-safe': (proxy) => race(true, proxy),
  'race-unsafe': (proxy) => race(false, proxy),
  'idle-behind': idleBehind,
  renewal,
  interlock,
  websocket: webSocket,
};

function passingScripts() {
  const script = (what: Passing) => (proxy: RealProxy) => passing(what, proxy);
  return Object.fromEntries(passings.map((what) => [kindOfPassing(what), script(what)])) as Record<
    PassingKind,
    (proxy: RealProxy) => Performance
  >;
}

function reach(proxy: RealProxy): Performance {
  return async (stage) => {
    const { client, request } = await openPath(stage, proxy);
    // That a version is not spoken is a finding; the trace has it.
    await request(client(), paths.reach).finished.catch(() => {});
  };
}

/** Between one request and the next while the proxy does not come to the origin. */
const lateMilliseconds = 500;

/**
 * A proxy that watches its origin may need a while to see that it is there. When it looks nobody knows: HAProxy ends its
 * handshake before anyone has accepted it. So it is asked again and again, for the time of a step.
 */
function reachLate(proxy: RealProxy): Performance {
  return async (stage) => {
    const { script, client, request } = await openPath(stage, proxy);
    let isReached = false;
    script.on(paths.reach, async (exchange) => {
      isReached = true;
      await exchange.respond('reached\n');
    });
    const tries = Math.ceil((proxy.stepSeconds * 1000) / lateMilliseconds);
    for (let nth = 1; nth <= tries && !isReached; nth++) {
      await stage.pause(lateMilliseconds);
      await request(client(), paths.reach).finished.catch(() => {});
    }
  };
}

function noRequest(proxy: RealProxy): Performance {
  return async (stage) => {
    const { front } = await openPath(stage, { ...proxy, version: 'http/1.1' });
    await saySomethingElse(front, stage.scope);
  };
}

/**
 * Three rounds. The origin does not say how long its response will be, as it could not know. A gate a round, so that each
 * has its own time; once one was released by hand, nothing is withheld any more.
 */
function interlock(proxy: RealProxy): Performance {
  return async (stage) => {
    const { script, client, request, quiet } = await openPath(stage, proxy);
    script.on(paths.interlock, async (exchange) => {
      async function* responseParts() {
        for (const round of rounds) {
          await exchange.received(requestPart(round));
          yield responsePart(round);
        }
      }
      exchange.stream('text/plain', responseParts());
    });
    let inTurns = true;
    async function* parts() {
      for (const round of rounds) {
        yield requestPart(round);
        if (round === rounds.length || !inTurns) continue;
        const gate = await stage.gate(`part ${round + 1} of the request`);
        let came = false;
        exchange.received(responsePart(round)).then(
          () => {
            came = true;
            gate.release();
          },
          () => {},
        );
        await inTime(gate.settled(), proxy.stepSeconds);
        inTurns = came;
      }
    }
    const length = rounds.map(requestPart).join('').length;
    const sending = sentOf(parts());
    const exchange: ClientExchange = request(client(), paths.interlock, { length, parts: sending.parts });
    const ended = sending.sent.then(() => inTime(exchange.finished, proxy.stepSeconds));
    await Promise.race([exchange.finished, ended]);
    await quiet();
  };
}

function webSocket(proxy: RealProxy): Performance {
  return async (stage) => {
    const { front } = await openPath(stage, proxy);
    const talk = proxy.version === 'http/2' ? talkOverHttp2 : talkOverHttp1;
    await talk(
      { front, asked: proxy.asked, path: `${baseOf(proxy.asked.url)}${paths.webSocket}` },
      stage.scope,
    );
  };
}
