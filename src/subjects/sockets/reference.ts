/**
 * The reference channels, built to their definitions (Federal Standard 1037C): television is simplex, a walkie-talkie
 * half-duplex, a telephone full-duplex. An instrument that misjudges them is not to be believed on HTTP.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { bind } from '../../wire/address.ts';
import type { Scope } from '../../wire/scope.ts';
import type { Tap } from '../../wire/tap.ts';
import { type AtOnce, atOnce } from '../at-once.ts';
import type { Performance, Stage } from '../stage.ts';
import type { ChannelSubject } from '../subject.ts';
import type { Target } from '../target.ts';
import { answerCalls, dial, type Peer } from './peer.ts';

const bench = { version: null, client: 'bench', framing: 'lines' } as const;

/** One sender, several receivers, and no way back. */
export const television: ChannelSubject = {
  ...bench,
  name: 'television over UDP',
  scripts: { broadcast, crossing: broadcast },
};

/** One speaks and says "over"; only then the other speaks. */
export const walkieTalkie: ChannelSubject = {
  ...bench,
  name: 'walkie-talkie over TCP',
  answers: 'in turn',
  scripts: { 'push-to-talk': call(takeTurns), crossing: call(takeTurnsWithheld) },
};

/** Either speaks while the other does. */
export const telephone: ChannelSubject = {
  ...bench,
  name: 'telephone over TCP',
  scripts: { 'talk at once': call(talkAtOnce), crossing: call(talkAtOnce) },
};

const viewers = 3;
const pictures = 5;

async function broadcast({ scope, udpTap }: Stage): Promise<void> {
  const sender = createSocket('udp4');
  scope.defer(() => sender.close());
  const sets = await Promise.all(
    Array.from({ length: viewers }, async () => {
      const viewer = createSocket('udp4');
      scope.defer(() => viewer.close());
      return { viewer, address: await udpTap(await bind(viewer)) };
    }),
  );
  for (let nth = 1; nth <= pictures; nth++) {
    for (const { viewer, address } of sets) {
      const watched = once(viewer, 'message');
      sender.send(`picture ${nth}\n`, address.port, address.host);
      await watched;
    }
  }
}

/** A TCP call through the tap, between the two who talk. Whoever calls after that is answered in turn, for the grace. */
export function call(
  talk: (caller: Peer, called: Peer, stage: Stage, tap: Tap) => Promise<void>,
): Performance {
  return async (stage) => {
    let incoming: ((called: Peer) => void) | null = null;
    const answered = new Promise<Peer>((resolve) => {
      incoming = resolve;
    });
    const to = await answerCalls(stage.scope, (called) => {
      if (incoming === null)
        answerInTurn(called).catch(() => {}); // It has hung up.
      else incoming(called);
      incoming = null;
    });
    const tap = await stage.tap(to, { control: callInTurn });
    const caller = dial(tap.address, stage.scope);
    await talk(caller, await answered, stage, tap);
  };
}

/** Calls when there is something to say. */
function callInTurn(to: Target, scope: Scope): (nth: string) => Promise<void> {
  let caller: Peer | null = null;
  return (nth) => {
    caller ??= dial(to, scope);
    return exchangeTurns(caller, nth);
  };
}

async function exchangeTurns(caller: Peer, nth: string): Promise<void> {
  caller.say(`caller, ${nth}, over\n`);
  await caller.heard.contains(`called, ${nth}, over`);
}

async function answerInTurn(called: Peer, last = Number.POSITIVE_INFINITY): Promise<void> {
  for (let nth = 1; nth <= last; nth++) {
    await called.heard.contains(`caller, ${nth}, over`);
    called.say(`called, ${nth}, over\n`);
  }
}

const turns = 3;

async function takeTurns(caller: Peer, called: Peer): Promise<void> {
  const answering = answerInTurn(called, turns);
  for (let nth = 1; nth <= turns; nth++) await exchangeTurns(caller, `${nth}`);
  await answering;
}

/** While the caller's last word is under way, the called says nothing: it has not heard "over". */
async function takeTurnsWithheld(caller: Peer, called: Peer, stage: Stage, { withhold }: Tap): Promise<void> {
  await atOnce({ ...stage, withhold, mayRefuse: true }, () => takeTurns(caller, called));
}

/** Both have begun, and each goes on before it can have heard how the other does. First one begins, then the other. */
export async function talkAtOnce(
  caller: Peer,
  called: Peer,
  stage: Pick<AtOnce, 'gate' | 'mark'>,
  { withhold }: Pick<AtOnce, 'withhold'>,
): Promise<void> {
  for (const [nth, [first, second]] of [
    [caller, called],
    [called, caller],
  ].entries()) {
    if (!first || !second) continue;
    first.say(`I begin ${nth}, `);
    await second.heard.contains(`I begin ${nth}, `);
    second.say(`I begin, too, ${nth}, `);
    await first.heard.contains(`I begin, too, ${nth}, `);
    await atOnce({ ...stage, withhold }, async () => {
      first.say(`and I end ${nth}\n`);
      second.say(`as I do ${nth}\n`);
      await Promise.all([second.heard.contains(`and I end ${nth}`), first.heard.contains(`as I do ${nth}`)]);
    });
  }
}
