/**
 * Where a well-known setting of the proxy is the cause of what was found, its name in that proxy's documentation. A rule
 * is a finding and the settings that change it; a proxy that did not say who it is gets general words.
 */
import type { LabResult, Passes, Path } from '../../model/result.ts';
import type { Passing } from '../../model/scripts/through.ts';
import type { Plain, Say } from '../language/say.ts';

type Known = 'nginx' | 'HAProxy' | 'Caddy' | 'Varnish' | 'Apache' | 'Envoy';

/** By what it says of itself in Server or Via, or by its page. */
const signs: [RegExp, Known][] = [
  [/\bvarnish\b/i, 'Varnish'],
  [/\bnginx\b|\bopenresty\b/i, 'nginx'],
  [/\bcaddy\b/i, 'Caddy'],
  [/\bhaproxy\b/i, 'HAProxy'],
  [/\bapache\b/i, 'Apache'],
  [/\benvoy\b/i, 'Envoy'],
];

export function advice(result: LabResult & { path: Path }, say: Say): string[] {
  const known = signs.find(([sign]) => sign.test(result.subject))?.[1];
  const isHttp10Behind = result.facts?.back?.protocol === 'HTTP/1.0';
  return rules
    .filter(({ when }) => when(result))
    .flatMap(({ what, settings, otherwise }) => {
      const setting = known === undefined ? otherwise : settings[known];
      if (setting === undefined) return [];
      return [say(what) + say(': ') + say(typeof setting === 'string' ? setting : setting(isHttp10Behind))];
    });
}

interface Rule {
  when(result: LabResult & { path: Path }): boolean;
  what: Plain;
  /** Where no setting is known to change it, there is none. */
  settings: Partial<Record<Known, Setting>>;
  otherwise?: Setting;
}

/** Some are needed only with the version that the proxy spoke to the origin. */
type Setting = Plain | ((isHttp10Behind: boolean) => Plain);

/** Over any version in front, and with any framing or coding. */
const found = ({ over }: Path, what: Passing['what'], how: Passes['passes']): boolean =>
  Object.values(over).some((parts) => Object.values(parts[what]).some(({ passes }) => passes === how));

/** An interlock's request has a length. */
const passesWithLength = ({ over }: Path): boolean =>
  over['http/1.1']?.upload['content-length'].passes === 'at once';

/** Of a client that takes gzip, more is held than of one that does not. */
const isHeldByGzip = ({ over }: Path): boolean =>
  Object.values(over).some(({ sse: { identity, gzip } }) => heldOf(gzip) > heldOf(identity));

const heldOf = ({ passes, bytes }: Passes): number =>
  passes === 'when whole' ? Number.POSITIVE_INFINITY : (bytes ?? 0);

const connections = ({ facts }: LabResult, side: 'back' | 'backFive'): number =>
  facts?.[side]?.connections ?? 0;

/** More than most exchanges take, and less than the 200 ms for which HAProxy lets the kernel wait for more. */
const timer = 150;

const requestSettings: Rule['settings'] = {
  nginx: (isHttp10) =>
    isHttp10
      ? 'proxy_request_buffering off (with proxy_http_version 1.1) passes them on as they come.'
      : 'proxy_request_buffering off passes them on as they come.',
  HAProxy: 'no option http-buffer-request passes them on as they come.',
  Caddy: 'without request_buffers (before 2.7 buffer_requests) in reverse_proxy they pass as they come.',
  Varnish: 'only return (pipe) in vcl_recv passes small parts on as they come.',
  Envoy: 'without the buffer filter they pass as they come.',
};

const responseSettings: Rule['settings'] = {
  nginx: 'proxy_buffering off passes them on as they come.',
  HAProxy: 'without http-response wait-for-body they pass as they come.',
  Caddy: 'flush_interval -1 in reverse_proxy passes them on as they come.',
};

const rules: Rule[] = [
  {
    when: (result) => connections(result, 'back') > 1,
    what: 'Connections to the origin are not kept',
    settings: {
      nginx: (isHttp10) =>
        isHttp10
          ? 'proxy_http_version 1.1, proxy_set_header Connection "" and, in the upstream block, keepalive keep them.'
          : 'proxy_set_header Connection "" and, in the upstream block, keepalive keep them.',
      HAProxy: 'option http-keep-alive (and neither http-server-close nor httpclose) keeps them.',
      Caddy: 'keepalive in the transport http block keeps them.',
      Apache:
        'ProxyPass with enablereuse=on (and not disablereuse=on), without proxy-nokeepalive, keeps them.',
    },
    otherwise: (isHttp10) =>
      isHttp10
        ? 'look for keep-alive, and for HTTP/1.1, on the side of the origin.'
        : 'look for keep-alive on the side of the origin.',
  },
  {
    when: (result) => connections(result, 'back') === 1 && connections(result, 'backFive') > 1,
    what: 'Clients do not share connections to the origin',
    settings: {
      HAProxy: 'http-reuse always shares them; the default, safe, does not for a first request.',
    },
    otherwise: 'look for connection pooling or reuse on the side of the origin.',
  },
  {
    when: ({ path }) => found(path, 'upload', 'when whole'),
    what: 'Requests are held until they are whole',
    settings: requestSettings,
    otherwise: 'look for request buffering, and switch it off.',
  },
  {
    when: ({ path }) => !found(path, 'upload', 'when whole') && found(path, 'upload', 'from'),
    what: 'The beginning of a request is held',
    settings: requestSettings,
    otherwise: 'look for request buffering, and switch it off.',
  },
  {
    when: ({ path }) => found(path, 'download', 'when whole'),
    what: 'Responses are held until they are whole',
    settings: {
      ...responseSettings,
      Varnish: 'beresp.do_stream (true by default) passes them on as they come.',
    },
    otherwise: 'look for response buffering or a flush interval.',
  },
  {
    when: ({ path }) => !found(path, 'download', 'when whole') && found(path, 'download', 'from'),
    what: 'The beginning of a response is held',
    settings: {
      ...responseSettings,
      Varnish: 'only return (pipe) in vcl_recv passes small parts on as they come.',
    },
    otherwise: 'look for response buffering or a flush interval.',
  },
  {
    when: ({ path }) => isHeldByGzip(path),
    what: 'Event streams wait where they are compressed',
    settings: {
      nginx: 'proxy_buffering off, or gzip_types without text/event-stream, passes them on as they come.',
      Caddy: 'an encode that does not match text/event-stream passes them on as they come.',
    },
    otherwise: 'leave text/event-stream out of what is compressed, or flush after each event.',
  },
  {
    when: meetsEnd,
    what: 'A request that meets the end of an idle connection behind fails',
    settings: {
      nginx: 'keepalive_timeout in the upstream block, below the time that the origin waits, avoids it.',
      HAProxy: 'pool-purge-delay at the server, below the time that the origin waits, avoids it.',
      Caddy: 'keepalive in the transport http block, below the time that the origin waits, avoids it.',
      Varnish: 'the parameter backend_idle_timeout, below the time that the origin waits, avoids it.',
      Apache: 'ttl in ProxyPass, below the time that the origin waits, avoids it.',
    },
    otherwise: 'let the proxy end idle connections before the origin does.',
  },
  {
    when: waitsForMore,
    what: 'Each part waits 200 ms for more to come',
    settings: { HAProxy: 'option http-no-delay passes it on at once.' },
  },
  {
    when: ({ path }) => passesWithLength(path) && path.interlock['http/1.1'] === 'no',
    what: 'Over HTTP/1.1 no response passes before the request has ended',
    settings: {
      Caddy:
        'enable_full_duplex in the servers options (from 2.7 on) allows it; HTTP/2 in front does so anyway.',
      nginx: 'proxy_buffering off passes the response on as it comes.',
    },
    otherwise: 'HTTP/2 in front may not have this limit.',
  },
  {
    when: ({ path }) => path.websocket['http/1.1'] === 'no',
    what: 'WebSocket does not pass',
    settings: {
      nginx: (isHttp10) =>
        isHttp10
          ? 'proxy_http_version 1.1, proxy_set_header Upgrade $http_upgrade and proxy_set_header Connection "upgrade" pass it on.'
          : 'proxy_set_header Upgrade $http_upgrade and proxy_set_header Connection "upgrade" pass it on.',
      Varnish: 'return (pipe) in vcl_recv for req.http.upgrade, and in vcl_pipe set bereq.http.upgrade.',
      Apache: 'ProxyPass with upgrade=websocket (from 2.4.47 on) passes it on.',
      Envoy: 'upgrade_configs with upgrade_type: websocket passes it on.',
    },
    otherwise: 'the fields Upgrade and Connection must be passed on, over HTTP/1.1.',
  },
];

/** And the origin is the one who ends it. */
function meetsEnd({ path: { race }, varying }: LabResult & { path: Path }): boolean {
  const ends = varying.timings['idle-behind'] ?? [];
  return (race.safe === 'no' || race.unsafe === 'no') && ends.some(({ endedBy }) => endedBy === 'origin');
}

/** In every interlock that came about in turns, since a loaded machine may be late in one. */
function waitsForMore({ varying, path }: LabResult & { path: Path }): boolean {
  const slowest = Object.entries(path.interlock).flatMap(([version, answer]) => {
    const rounds = varying.timings[`interlock over ${version}`] ?? [];
    const times = rounds.flatMap(({ milliseconds }) =>
      typeof milliseconds === 'number' ? [milliseconds] : [],
    );
    return answer === 'yes' && times.length > 0 ? [Math.max(...times)] : [];
  });
  return slowest.length > 0 && Math.min(...slowest) >= timer;
}
