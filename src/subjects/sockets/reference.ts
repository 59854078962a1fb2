/**
 * The reference channels, built to their definitions (Federal Standard 1037C): television is simplex, a walkie-talkie
 * half-duplex, a telephone full-duplex. An instrument that misjudges them is not to be believed on HTTP.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { deferred } from '../../model/deferred.ts';
import { bind } from '../../wire/address.ts';
import type { Tap } from '../../wire/tap.ts';
import type { Performance, Stage } from '../stage.ts';
import type { ChannelSubject } from '../subject.ts';
import { answerCalls, dial, type Peer } from './peer.ts';

const bench = { version: null, client: 'bench', framing: 'lines' } as const;

/** One sender, several receivers, and no way back. */
export const television: ChannelSubject = {
  ...bench,
  name: 'television over UDP',
  scripts: { broadcast },
};

/** One speaks and says "over"; only then the other speaks. */
export const walkieTalkie: ChannelSubject = {
  ...bench,
  name: 'walkie-talkie over TCP',
  answers: 'in turn',
  scripts: { 'push-to-talk': call(takeTurns) },
};

/** Either speaks while the other does. */
export const telephone: ChannelSubject = {
  ...bench,
  name: 'telephone over TCP',
  scripts: { 'talk at once': call(talkAtOnce) },
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

/** A TCP call through the tap, between the two who talk. */
export function call(
  talk: (caller: Peer, called: Peer, stage: Stage, tap: Tap) => Promise<void>,
): Performance {
  return async (stage) => {
    const incoming = deferred<Peer>();
    const tap = await stage.tap(await answerCalls(stage.scope, incoming.resolve));
    const caller = dial(tap.address, stage.scope);
    await talk(caller, await incoming.promise, stage, tap);
  };
}

async function takeTurns(caller: Peer, called: Peer): Promise<void> {
  for (const nth of [1, 2, 3]) {
    caller.say(`caller, ${nth}, over\n`);
    await called.heard.contains(`caller, ${nth}, over`);
    called.say(`called, ${nth}, over\n`);
    await caller.heard.contains(`called, ${nth}, over`);
  }
}

/** Each begins a record before, and ends it after, a whole record of the other's. */
export async function talkAtOnce(caller: Peer, called: Peer): Promise<void> {
  for (const [nth, [first, second]] of [
    [caller, called],
    [called, caller],
  ].entries()) {
    if (!first || !second) continue;
    first.say(`I begin ${nth}, `);
    await second.heard.contains(`I begin ${nth}, `);
    second.say(`I speak meanwhile ${nth}\n`);
    await first.heard.contains(`I speak meanwhile ${nth}`);
    first.say(`and I end ${nth}\n`);
    await second.heard.contains(`and I end ${nth}`);
  }
}
