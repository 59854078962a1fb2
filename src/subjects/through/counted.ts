/** Connections behind are counted: for one client, for several one after another, and for several at once. */
import { exchangesAsked, note } from '../../model/scripts/note.ts';
import { exchangesCounted, paths, poolSizes, renewalRequests } from '../../model/scripts/through.ts';
import type { Performance } from '../stage.ts';
import { openPath, type RealProxy } from './path.ts';
import { answered, together } from './steps.ts';

export function oneConnection(proxy: RealProxy): Performance {
  return async (stage) => {
    const { client, request } = await openPath(stage, proxy);
    await stage.mark(note(exchangesAsked, { exchanges: exchangesCounted }));
    const only = client();
    for (let nth = 1; nth <= exchangesCounted; nth++) {
      await answered(() => request(only, `${paths.one}/${nth}`));
      await stage.pause(proxy.pauseMilliseconds);
    }
  };
}

/** One exchange on each, one after another, and all of them stay open: the proxy has the choice, and no hurry. */
export function fiveConnections(proxy: RealProxy): Performance {
  return async (stage) => {
    const { client, request } = await openPath(stage, proxy);
    for (let nth = 1; nth <= exchangesCounted; nth++) {
      await request(client(), `${paths.five}/${nth}`).finished;
      await stage.pause(proxy.pauseMilliseconds);
    }
  };
}

/** The origin answers none of a group before it has them all, or it is certain that the others wait for these. */
export function pool(proxy: RealProxy): Performance {
  return async (stage) => {
    const { script, client, request } = await openPath(stage, proxy);
    for (const size of poolSizes) {
      const gate = await together(stage, proxy.stepSeconds / 2);
      let arrived = 0;
      const all = Array.from({ length: size }, (_, index) => {
        const path = `${paths.pool}/${size}/${index + 1}`;
        script.on(path, async (exchange) => {
          await exchange.whole();
          arrived += 1;
          if (arrived === size) await gate.release();
          await gate.passed();
          await exchange.respond('at once\n');
        });
        return request(client(), path).finished;
      });
      await Promise.all(all);
    }
  };
}

/**
 * One client, one request after another: more than those after which most proxies renew a connection. One that is renewed
 * may have been ended for another reason: then as many again, to see whether the next ends after as many.
 */
export function renewal(proxy: RealProxy): Performance {
  return async (stage) => {
    const { client, request } = await openPath(stage, proxy);
    const only = client();
    let nth = 0;
    const round = async () => {
      for (let sent = 0; sent < renewalRequests; sent++)
        await answered(() => request(only, `${paths.renewal}/${++nth}`));
    };
    await round();
    const behind = stage.trace.filter((event) => event.type === 'open' && event.side === 'back');
    if (behind.length > 1) await round();
  };
}
