/** Uploads of which something is said before they are whole: that they may come, or what came of them. RFC 9110 §10.1.1, §7.5. */
import { earlyPart, paths } from '../../model/scripts/through.ts';
import type { Performance } from '../stage.ts';
import { openPath, type RealProxy } from './path.ts';

/** The client withholds the content until something comes. */
export function expectContinue(proxy: RealProxy): Performance {
  return async (stage) => {
    const { client, request, quiet } = await openPath(stage, proxy);
    const gate = await stage.gate('the content');
    async function* parts() {
      await gate.passed();
      yield 'ok';
    }
    const fields = { expect: '100-continue' };
    const exchange = request(client(), paths.expect, { length: 2, parts: parts() }, fields);
    exchange.continued.then(gate.release, () => {});
    const over = exchange.finished.catch(() => {});
    over.then(gate.release);
    await Promise.all([gate.settled(), over]);
    await quiet();
  };
}

/** The origin answers when it has a part; the client withholds the rest until it has the answer, and then sends it. */
export function earlyAnswer(proxy: RealProxy): Performance {
  return async (stage) => {
    const { script, client, request, quiet } = await openPath(stage, proxy);
    const rest = await stage.gate('the rest of the request');
    const fate = await stage.gate('what becomes of the rest');
    script.on(paths.early, async (exchange) => {
      await exchange.received('a');
      exchange.whole().then(fate.release, () => {});
      await exchange.respond('enough\n');
    });
    async function* parts() {
      yield 'a'.repeat(earlyPart);
      await rest.passed();
      yield 'b'.repeat(earlyPart);
    }
    const exchange = request(client(), paths.early, { length: 2 * earlyPart, parts: parts() });
    const over = exchange.finished.catch(() => {});
    over.then(rest.release);
    await Promise.all([rest.settled(), over]);
    await fate.settled();
    await quiet();
  };
}
