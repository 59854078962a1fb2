/**
 * Each setting that the advice of `through` names changes what it is named for: the same proxy is put on the bench with
 * it and without. Left out are those that no proxy here knows (Envoy's, and Caddy's enable_full_duplex, from 2.7 on).
 */
import { describe, expect, it } from 'vitest';
import { assessThrough } from '../../../src/assess/through/through.ts';
import { runThrough } from '../../../src/bench/run-through.ts';
import { english } from '../../../src/report/language/say.ts';
import { advice } from '../../../src/report/real/through-advice.ts';
import { askedOf } from '../../../src/subjects/asked.ts';
import { describeWithPeers } from '../support/programs.ts';
import {
  apache,
  caddy,
  haproxy,
  nginx,
  type ProxyKind,
  startProxy,
  varnish,
} from '../support/through-proxies.ts';

type Found = Awaited<ReturnType<typeof run>>;

interface Change {
  /** What the advice is about, and a term in it. */
  about: string;
  term: string;
  /** Connections behind are counted, or how something passes. */
  of(result: Found): string | number | undefined;
  without: [ProxyKind, string | number];
  with: [ProxyKind, string | number];
}

const behind: Change['of'] = ({ facts }) => facts?.back?.connections;
const behindFive: Change['of'] = ({ facts }) => facts?.backFive?.connections;
const upload: Change['of'] = ({ path }) => path.upload;
const download: Change['of'] = ({ path }) => path.download;
const events: Change['of'] = ({ path }) => path.sse;
const interlock: Change['of'] = ({ path }) => path.interlock['http/1.1'];
const webSocket: Change['of'] = ({ path }) => path.websocket['http/1.1'];

const kept = 'Connections to the origin are not kept';
const requests = 'Requests are held';
const responses = 'Responses are held';
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
      [nginx(''), 'held'],
      [nginx(streamsUp), 'streams'],
    ),
    change(
      responses,
      'proxy_buffering off',
      download,
      [nginx(''), 'held'],
      [nginx('proxy_buffering off;'), 'immediate'],
    ),
    change(
      'Over HTTP/1.1',
      'proxy_buffering off',
      interlock,
      [nginx('proxy_request_buffering off;'), 'no'],
      [nginx('proxy_request_buffering off; proxy_buffering off;'), 'yes'],
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
      requests,
      'no option http-buffer-request',
      upload,
      [haproxy('  option http-buffer-request'), 'held'],
      [haproxy('  no option http-buffer-request'), 'streams'],
    ),
    change(
      responses,
      'http-response wait-for-body',
      download,
      [haproxy('', '', 'http-response wait-for-body time 5s'), 'held'],
      [haproxy(''), 'immediate'],
    ),
  ],
  Caddy: [
    change(
      kept,
      'keepalive in the transport http block',
      behind,
      [caddy('', 'transport http {\n keepalive off\n}'), 5],
      [caddy('', 'transport http {\n keepalive 1m\n}'), 1],
    ),
    change(requests, 'buffer_requests', upload, [caddy('', 'buffer_requests'), 'held'], [caddy(), 'streams']),
    change(
      responses,
      'flush_interval -1',
      download,
      [caddy(), 'held'],
      [caddy('', 'flush_interval -1'), 'immediate'],
    ),
  ],
  Varnish: [
    change(requests, 'return (pipe)', upload, [varnish(), 'held'], [pipe, 'streams']),
    change(responses, 'beresp.do_stream', events, [wholeResponses, 'held'], [varnish(), 'immediate']),
    change(responses, 'return (pipe)', download, [varnish(), 'held'], [pipe, 'immediate']),
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
  of: Change['of'],
  without: Change['without'],
  changed: Change['with'],
): Change {
  return { about, term, of, without, with: changed };
}

/** What a failure is to tell: each answer with its reason. */
const becauseOf = ({ answers, error }: Found): string => JSON.stringify({ answers, error });

const known = new Map<string, ReturnType<typeof run>>();

/** Each configuration once. */
function found(kind: ProxyKind): ReturnType<typeof run> {
  const text = `${kind.program} ${kind.configuration({ front: 1, origin: 2 }, '')}`;
  const before = known.get(text) ?? run(kind);
  known.set(text, before);
  return before;
}

async function run(kind: ProxyKind) {
  const { url, originPort, stop } = await startProxy(kind);
  try {
    return assessThrough(await runThrough({ asked: askedOf(new URL(url)), originPort, stepSeconds: 15 }))
      .result;
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
        const before = await found(one.without[0]);
        expect(one.of(before), becauseOf(before)).toBe(one.without[1]);
        const sentences = advice(before, english).filter((sentence) => sentence.startsWith(one.about));
        expect(sentences).toHaveLength(1);
        expect(sentences[0]).toContain(one.term);
        const after = await found(one.with[0]);
        expect(one.of(after), becauseOf(after)).toBe(one.with[1]);
        // Who passes everything on does not say who he is, and Varnish with do_stream still holds short responses.
        if (after.subject === before.subject && one.term !== 'beresp.do_stream')
          expect(advice(after, english).filter((sentence) => sentence.startsWith(one.about))).toEqual([]);
      });
    });
  });
}
