/**
 * Each setting that the advice of `through` names changes what it is named for: the same proxy is put on the bench with
 * it and without. Left out are those that no proxy here knows (Envoy's, and Caddy's enable_full_duplex, from 2.7 on).
 */
import { describe, expect, it } from 'vitest';
import { assessThrough } from '../../../src/assess/through/through.ts';
import { runThrough } from '../../../src/bench/run-through.ts';
import type { Passes } from '../../../src/model/result.ts';
import {
  kindOfPassing,
  type Passing,
  passings,
  type ThroughKind,
} from '../../../src/model/scripts/through.ts';
import { english } from '../../../src/report/language/say.ts';
import { advice } from '../../../src/report/real/through-advice.ts';
import { askedOf } from '../../../src/subjects/asked.ts';
import { describeWithPeers } from '../support/programs.ts';
import {
  apache,
  caddy,
  caddyWith,
  haproxy,
  nginx,
  type ProxyKind,
  startProxy,
  varnish,
} from '../support/through-proxies.ts';

const counted: readonly ThroughKind[] = ['one front connection', 'five front connections'];

type Found = Awaited<ReturnType<typeof run>>;

interface Change {
  /** What the advice is about, and a term in it. */
  about: string;
  term: string;
  of: Figure;
  without: [ProxyKind, string | number];
  with: [ProxyKind, string | number];
}

/** Connections behind are counted, or how something passes; and what is asked for that. */
interface Figure {
  kinds: readonly ThroughKind[];
  of(result: Found): string | number | undefined;
}

const connectionsOf = (side: 'back' | 'backFive'): Figure => ({
  kinds: counted,
  of: ({ facts }) => facts?.[side]?.connections,
});
const wordOf = (what: Passing['what'], how: string): Figure => ({
  kinds: [...counted, ...passings.filter((one) => one.what === what).map(kindOfPassing)],
  of: ({ path }) => (path[what] as Record<string, Passes>)[how]?.passes,
});

const behind = connectionsOf('back');
const behindFive = connectionsOf('backFive');
const upload = wordOf('upload', 'chunked');
const uploadOfLength = wordOf('upload', 'content-length');
const download = wordOf('download', 'content-length');
const compressed = wordOf('sse', 'gzip');
const interlock: Figure = {
  kinds: [...upload.kinds, 'interlock'],
  of: ({ path }) => path.interlock['http/1.1'],
};
const webSocket: Figure = {
  kinds: [...counted, 'websocket'],
  of: ({ path }) => path.websocket['http/1.1'],
};

const kept = 'Connections to the origin are not kept';
const requests = 'Requests are held';
const responses = 'Responses are held';
const beginning = 'The beginning of a request';
const beginningOfResponse = 'The beginning of a response';
const events = 'Event streams wait';
const passes = 'WebSocket does not pass';

const pipe = varnish('sub vcl_recv { return (pipe); }');
const wholeResponses = varnish('sub vcl_backend_response { set beresp.do_stream = false; }');
const upgrades = varnish(`
  sub vcl_recv { if (req.http.upgrade) { return (pipe); } }
  sub vcl_pipe { if (req.http.upgrade) { set bereq.http.upgrade = req.http.upgrade; set bereq.http.connection = req.http.connection; } }`);
const onOneLine = nginx('proxy_http_version 1.1; proxy_set_header Connection "";', 'keepalive 8;');
const upgradesToo =
  'proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";';
const streamsUp = 'proxy_http_version 1.1; proxy_request_buffering off;';

const changes: Record<string, Change[]> = {
  nginx: [
    change(kept, 'keepalive', behind, [nginx(''), 5], [onOneLine, 1]),
    change(
      requests,
      'proxy_request_buffering off',
      upload,
      [nginx(''), 'when whole'],
      [nginx(streamsUp), 'at once'],
    ),
    change(
      beginningOfResponse,
      'proxy_buffering off',
      download,
      [nginx(''), 'from'],
      [nginx('proxy_buffering off;'), 'at once'],
    ),
    change(
      'Over HTTP/1.1',
      'proxy_buffering off',
      interlock,
      [nginx('proxy_request_buffering off;'), 'no'],
      [nginx('proxy_request_buffering off; proxy_buffering off;'), 'yes'],
    ),
    change(
      events,
      'gzip_types without text/event-stream',
      compressed,
      [nginx('gzip on; gzip_types text/event-stream;'), 'from'],
      [nginx('gzip on; gzip_types text/event-stream; proxy_buffering off;'), 'at once'],
    ),
    change(
      events,
      'gzip_types without text/event-stream',
      compressed,
      [nginx('proxy_http_version 1.1; gzip on; gzip_types text/event-stream;'), 'from'],
      [nginx('proxy_http_version 1.1; gzip on;'), 'at once'],
    ),
    change(passes, 'proxy_set_header Upgrade', webSocket, [nginx(''), 'no'], [nginx(upgradesToo), 'yes']),
  ],
  HAProxy: [
    change(
      kept,
      'http-server-close',
      behind,
      [haproxy('  option http-server-close'), 5],
      [haproxy('  option http-keep-alive'), 1],
    ),
    change(kept, 'httpclose', behind, [haproxy('  option httpclose'), 5], [haproxy(''), 1]),
    change(
      'Clients do not share',
      'http-reuse always',
      behindFive,
      [haproxy(''), 5],
      [haproxy('  http-reuse always'), 1],
    ),
    change(
      beginning,
      'no option http-buffer-request',
      upload,
      [haproxy('  option http-buffer-request'), 'from'],
      [haproxy('  no option http-buffer-request'), 'at once'],
    ),
    change(
      beginningOfResponse,
      'http-response wait-for-body',
      download,
      [haproxy('', '', 'http-response wait-for-body time 5s'), 'from'],
      [haproxy(''), 'at once'],
    ),
  ],
  Caddy: [
    change(
      events,
      'an encode that does not match',
      compressed,
      [caddyWith('encode gzip'), 'from'],
      [caddyWith('encode {\n gzip\n match header Content-Type text/html*\n}'), 'at once'],
    ),
    change(
      kept,
      'keepalive in the transport http block',
      behind,
      [caddy('', 'transport http {\n keepalive off\n}'), 5],
      [caddy('', 'transport http {\n keepalive 1m\n}'), 1],
    ),
    change(
      requests,
      'buffer_requests',
      upload,
      [caddy('', 'buffer_requests'), 'when whole'],
      [caddy(), 'at once'],
    ),
    change(
      beginningOfResponse,
      'flush_interval -1',
      download,
      [caddy(), 'from'],
      [caddy('', 'flush_interval -1'), 'at once'],
    ),
  ],
  Varnish: [
    change(beginning, 'return (pipe)', uploadOfLength, [varnish(), 'from'], [pipe, 'at once']),
    change(responses, 'beresp.do_stream', download, [wholeResponses, 'when whole'], [varnish(), 'from']),
    change(beginningOfResponse, 'return (pipe)', download, [varnish(), 'from'], [pipe, 'at once']),
    change(passes, 'vcl_pipe', webSocket, [varnish(), 'no'], [upgrades, 'yes']),
  ],
  Apache: [
    change(kept, 'disablereuse=on', behind, [apache('disablereuse=on'), 5], [apache('enablereuse=on'), 1]),
    change(kept, 'proxy-nokeepalive', behind, [apache('', 'SetEnv proxy-nokeepalive 1'), 5], [apache(), 1]),
    change(passes, 'upgrade=websocket', webSocket, [apache(), 'no'], [apache('upgrade=websocket'), 'yes']),
  ],
};

function change(
  about: string,
  term: string,
  of: Figure,
  without: Change['without'],
  changed: Change['with'],
): Change {
  return { about, term, of, without, with: changed };
}

/** What a failure is to tell: each answer with its reason. */
const becauseOf = ({ answers, error }: Found): string => JSON.stringify({ answers, error });

async function run(kind: ProxyKind, kinds: readonly ThroughKind[]) {
  const { url, originPort, stop } = await startProxy(kind);
  try {
    return assessThrough(
      await runThrough({ asked: askedOf(new URL(url)), originPort, stepSeconds: 15, kinds }),
    ).result;
  } finally {
    await stop();
  }
}

for (const [name, all] of Object.entries(changes)) {
  const [kind] = all.map((one) => one.without[0]);
  if (!kind) throw new Error(`nothing is known of ${name}`);
  describeWithPeers(`what the advice names for ${name}`, { [kind.program]: kind.proof }, () => {
    describe.concurrent('does what it says', () => {
      it.each(all)('$about: $term', { timeout: 300_000 }, async (one) => {
        const before = await run(one.without[0], one.of.kinds);
        expect(one.of.of(before), becauseOf(before)).toBe(one.without[1]);
        const sentences = advice(before, english).filter((sentence) => sentence.startsWith(one.about));
        expect(sentences).toHaveLength(1);
        expect(sentences[0]).toContain(one.term);
        const after = await run(one.with[0], one.of.kinds);
        expect(one.of.of(after), becauseOf(after)).toBe(one.with[1]);
        // Who passes everything on does not say who he is.
        if (after.subject === before.subject)
          expect(advice(after, english).filter((sentence) => sentence.startsWith(one.about))).toEqual([]);
      });
    });
  });
}
