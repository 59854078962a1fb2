/** From how many bytes on proxies pass messages on: what `through` is expected to find is what plain sockets find. */
import { describe, expect, it } from 'vitest';
import type { ContentFraming } from '../../../src/model/scripts/through.ts';
import { describeWithPeers } from '../support/programs.ts';
import { proxies, startProxy } from '../support/through-proxies.ts';
import { expected } from './expected.ts';
import { threshold } from './plain-sockets.ts';

/**
 * Those of which TLS or HTTP/2 in front keeps plain sockets away are left out, and the downloads of HAProxy where it lets
 * the kernel wait 200 ms for more: that is a matter of time, and not of size.
 */
const names = [
  ...(['nginx as it comes', 'nginx tuned', 'HAProxy tuned', 'HAProxy that waits for the body'] as const),
  ...(['Caddy', 'Varnish', 'Apache as it comes', 'h2o', 'nghttpx'] as const),
];

const ways = (['upload', 'download'] as const).flatMap((what) =>
  (['content-length', 'chunked'] as const).map((framing) => ({ what, framing })),
);

const uploads = ways.filter(({ what }) => what === 'upload');

for (const name of names) {
  const kind = proxies[name];
  describeWithPeers(`plain sockets through ${name}`, { [kind.program]: kind.proof }, () => {
    describe.concurrent('find what through finds, within a factor of two', () => {
      it.each(name === 'HAProxy that waits for the body' ? uploads : ways)(
        '$what, $framing',
        async ({ what, framing }) => {
          const proxy = await startProxy(kind);
          try {
            const front = Number(new URL(proxy.url).port);
            const found = await threshold(front, proxy.originPort, {
              what,
              isChunked: framing === 'chunked',
            });
            const { passes, bytes } = expected[name].path[what][framing satisfies ContentFraming];
            if (passes === 'at once') expect(found).toBe(1);
            else if (passes === 'when whole') expect(found).toBeNull();
            else {
              expect(passes).toBe('from');
              expect(bytes).toBeGreaterThan((found ?? Number.NaN) / 2);
              expect(bytes).toBeLessThan((found ?? Number.NaN) * 2);
            }
          } finally {
            await proxy.stop();
          }
        },
        60_000,
      );
    });
  });
}
