/**
 * Who ends a connection behind a proxy first that is idle: with an origin that waits 1 s, and a proxy that waits longer,
 * or less. tshark sees the first FIN of each, too.
 */
import { describe, expect, it } from 'vitest';
import { idleEnds } from '../../../src/assess/through/idle.ts';
import { assessThrough } from '../../../src/assess/through/through.ts';
import { sideOf } from '../../../src/assess/through/traces.ts';
import type { Recording } from '../../../src/model/recording.ts';
import { paths } from '../../../src/model/scripts/through.ts';
import { english } from '../../../src/report/language/say.ts';
import { advice } from '../../../src/report/real/through-advice.ts';
import { tcpdumpProof } from '../support/loopback.ts';
import { describeWithPeers } from '../support/programs.ts';
import { caddy, haproxy, nginx, type ProxyKind, varnish } from '../support/through-proxies.ts';
import { tsharkProof } from '../support/tshark.ts';
import { witnessed } from './witnessed.ts';

const kept = 'proxy_http_version 1.1; proxy_set_header Connection "";';

/** Varnish waits a second at least, so that of an origin that waits as long either may be first. */
const limitOf = (name: string): number => (name === 'Varnish' ? 2 : 1);

/** The second gives up an idle connection before the origin does, by the setting that the advice names. */
const pairs: Record<string, [longer: ProxyKind, shorter: ProxyKind, setting: string]> = {
  nginx: [
    nginx(kept, 'keepalive 8;'),
    nginx(kept, 'keepalive 8; keepalive_timeout 300ms;'),
    'keepalive_timeout',
  ],
  HAProxy: [haproxy(''), haproxy('', ' pool-purge-delay 100ms'), 'pool-purge-delay'],
  Caddy: [caddy(), caddy('', 'transport http {\n keepalive 300ms\n}'), 'keepalive in the transport'],
  Varnish: [varnish(), varnish('', 'backend_idle_timeout=1'), 'backend_idle_timeout'],
};

const saidOn = ({ events }: Recording, connection: number): string =>
  events
    .map((event) =>
      event.type === 'bytes' && event.connection === connection
        ? Buffer.from(event.bytes).toString('latin1')
        : '',
    )
    .join('');

describe.concurrent('an idle connection behind', () => {
  for (const [name, [longer, shorter, setting]] of Object.entries(pairs)) {
    const programs = { [longer.program]: longer.proof, tcpdump: tcpdumpProof, tshark: tsharkProof };
    describeWithPeers(name, programs, () => {
      it.each([
        ['the origin', longer],
        ['the proxy', shorter],
      ] as const)(
        'is ended by %s',
        async (who, kind) => {
          const seen = await witnessed(kind, ['race-safe', 'race-unsafe', 'idle-behind']);
          const recording = seen.stored.recordings.find(({ question }) => question === 'idle-behind');
          const first = idleEnds(recording).find(({ limitSeconds }) => limitSeconds === limitOf(name));
          expect(first).toMatchObject({ endedBy: who.slice('the '.length) });
          // It is no earlier than the limit of who ended it, and for the origin that is a second.
          const idle = Number(first?.idleMilliseconds);
          if (who === 'the origin') expect(idle).toBeGreaterThan(700);
          const sentences = advice(assessThrough(seen.stored).result, english).join();
          if (limitOf(name) === 1) expect(sentences.includes('meets the end')).toBe(who === 'the origin');
          if (who === 'the origin') expect(sentences).toContain(setting);

          // Of every connection behind: whose port the first FIN comes from.
          if (!recording) throw new Error('it was not asked');
          const capture = seen.captures.get(recording)?.apart ?? [];
          const opens = sideOf(recording, 'back').flatMap((event) => (event.type === 'open' ? [event] : []));
          for (const { connection, front } of opens) {
            const ends = recording.events.filter(
              (event) => (event.type === 'end' || event.type === 'reset') && event.connection === connection,
            );
            const [end] = ends;
            // Where both wait as long, their ends may cross.
            if (limitOf(name) > 1 && saidOn(recording, connection).includes(`${paths.idle}/1 `)) continue;
            if (end?.type !== 'end' || !('port' in front.client) || !('port' in front.tap)) continue;
            const [client, server] = [`${front.client.port}`, `${front.tap.port}`];
            const fin = capture.find(
              (packet) =>
                ['1', 'True'].includes(packet['tcp.flags.fin']?.[0] ?? '') &&
                [packet['tcp.srcport'][0], packet['tcp.dstport'][0]].includes(client),
            );
            expect(fin?.['tcp.srcport'][0]).toBe(end.direction === 'c2s' ? client : server);
          }
        },
        120_000,
      );
    });
  }
});
