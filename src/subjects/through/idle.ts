/**
 * Connections behind that become idle: who ends them first, and what becomes of a request that is sent on one just as the
 * origin ends it, of which most answers 502 are made. RFC 9112 §9.3.1, §9.5.
 */
import { note } from '../../model/scripts/note.ts';
import { idleLimits, paths } from '../../model/scripts/through.ts';
import type { TraceEvent } from '../../model/trace.ts';
import type { Performance, Stage } from '../stage.ts';
import { openPath, type RealProxy } from './path.ts';
import { together } from './steps.ts';

const lastWord = '(last word)';

/**
 * The origin ends the connection after its answer, and the tap withholds that end until the next request has come to it
 * on a connection behind: so the proxy cannot have known.
 */
export function race(isSafe: boolean, proxy: RealProxy): Performance {
  return async (stage) => {
    const { script, back, client, request, quiet } = await openPath(stage, proxy);
    script.on(paths.before, async (exchange) => {
      await exchange.whole();
      await exchange.respond(`answer ${lastWord}`);
      exchange.hangUp();
    });
    const withheld = back.withhold({ direction: 's2c', text: lastWord, isAfter: true });
    await stage.mark(note('the end of a connection is withheld')); // Comes back when the tap watches for it.
    const only = client();
    await request(only, paths.before).finished;
    await seenBehind(stage, (event) => event.type === 'end' && event.direction === 's2c');
    await stage.pause(proxy.pauseMilliseconds);
    const asked = seenBehind(stage, bytesWith(paths.after));
    const exchange = request(only, paths.after, isSafe ? undefined : { length: 2, parts: once('ok') });
    const over = exchange.finished.catch(() => {});
    await Promise.race([asked, over]);
    await withheld.release();
    await over;
    await quiet();
  };
}

/** As many connections as there are limits, because the origin answers none before each has its request. */
export function idleBehind(proxy: RealProxy): Performance {
  return async (stage) => {
    const { script, client, request } = await openPath(stage, proxy);
    const gate = await together(stage, proxy.stepSeconds / 2);
    const gone: Promise<void>[] = [];
    for (const seconds of idleLimits)
      script.on(`${paths.idle}/${seconds}`, async (exchange) => {
        await exchange.whole();
        gone.push(exchange.gone());
        if (gone.length === idleLimits.length) await gate.release();
        await gate.passed();
        await exchange.respond(`idle for ${seconds} s at most\n`);
        const limit = setTimeout(() => exchange.hangUp(), seconds * 1000);
        stage.scope.defer(() => clearTimeout(limit));
      });
    const all = idleLimits.map((seconds) => request(client(), `${paths.idle}/${seconds}`).finished);
    await Promise.all(all);
    await Promise.all(gone);
  };
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

/** The first event, past or to come, of a connection behind the proxy that fits. */
const seenBehind = (stage: Stage, fits: (event: TraceEvent) => boolean): Promise<TraceEvent> =>
  stage.seen((event) => event.type !== 'mark' && isBehind(stage, event.connection) && fits(event));

const isBehind = ({ trace }: Stage, connection: number): boolean =>
  trace.some((event) => event.type === 'open' && event.connection === connection && event.side === 'back');

/** With which the text is whole in what the client of a connection has said. */
function bytesWith(text: string): (event: TraceEvent) => boolean {
  const said = new Map<number, string>();
  return (event) => {
    if (event.type !== 'bytes' || event.direction !== 'c2s') return false;
    const now = (said.get(event.connection) ?? '') + Buffer.from(event.bytes).toString('latin1');
    said.set(event.connection, now.slice(-text.length));
    return now.includes(text);
  };
}
