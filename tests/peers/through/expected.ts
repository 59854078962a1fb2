/** What each of the proxies holds and lets pass. */
import type { Path } from '../../../src/model/result.ts';
import type { proxies } from '../support/through-proxies.ts';

interface Expected {
  /** The beginning of what it says of itself; null where it says nothing over HTTP/1.1. */
  says: string | null;
  path: Path;
  /** Connections behind for 5 requests, of one client and of five. */
  behind: [one: number, five: number];
  versions: [front: string, back: string];
  /** Settings that are named, in the order of the advice. */
  settings: string[];
}

export const expected: Record<keyof typeof proxies, Expected> = {
  'nginx as it comes': {
    says: 'nginx',
    path: all('held', 'no', 'not applicable', 'no', 'not applicable'),
    behind: [5, 5],
    versions: ['HTTP/1.1', 'HTTP/1.0'],
    settings: [
      'proxy_http_version',
      'proxy_request_buffering',
      'proxy_buffering',
      'proxy_set_header Upgrade',
    ],
  },
  'nginx tuned': {
    says: 'nginx',
    path: all('streams', 'yes', 'not applicable', 'yes', 'not applicable'),
    behind: [1, 1],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: [],
  },
  'nginx tuned, HTTP/2 in front': {
    says: null,
    path: all('streams', 'not applicable', 'yes', 'not applicable', 'not applicable'),
    behind: [1, 1],
    versions: ['HTTP/2', 'HTTP/1.1'],
    settings: [],
  },
  'nginx tuned, TLS in front': {
    says: 'nginx',
    path: all('streams', 'yes', 'yes', 'yes', 'not applicable'),
    behind: [1, 1],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: [],
  },
  'HAProxy as it comes': {
    says: 'HAProxy',
    path: all('streams', 'yes', 'yes', 'yes', 'yes'),
    behind: [1, 5],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: ['http-reuse'],
  },
  'HAProxy tuned': {
    says: 'HAProxy',
    path: all('streams', 'yes', 'yes', 'yes', 'yes'),
    behind: [1, 1],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: [],
  },
  'HAProxy that waits for the body': {
    says: 'HAProxy',
    path: { ...all('streams', 'no', 'no', 'yes', 'yes'), upload: 'held' },
    behind: [1, 5],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: ['http-reuse', 'no option http-buffer-request'],
  },
  'HAProxy, HTTP/2 behind': {
    says: 'HAProxy',
    path: all('streams', 'yes', 'yes', 'yes', 'yes'),
    behind: [1, 5],
    versions: ['HTTP/1.1', 'HTTP/2'],
    settings: ['http-reuse'],
  },
  Caddy: {
    says: 'Caddy',
    path: { ...all('streams', 'no', 'yes', 'yes', 'not applicable'), download: 'held' },
    behind: [1, 1],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: ['flush_interval', 'enable_full_duplex'],
  },
  'Apache as it comes': {
    says: 'Apache',
    path: { ...all('streams', 'no', 'not applicable', 'no', 'not applicable'), upload: 'held' },
    behind: [1, 1],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: ['upgrade=websocket'],
  },
  Varnish: {
    says: '1.1 varnish',
    path: { ...all('held', 'no', 'no', 'no', 'not applicable'), sse: 'immediate' },
    behind: [1, 1],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: ['return (pipe)', 'beresp.do_stream', 'vcl_pipe'],
  },
};

function all(
  parts: 'streams' | 'held',
  interlock1: Path['interlock']['http/1.1'],
  interlock2: Path['interlock']['http/2'],
  webSocket1: Path['websocket']['http/1.1'],
  webSocket2: Path['websocket']['http/2'],
): Path {
  const down = parts === 'streams' ? 'immediate' : 'held';
  return {
    upload: parts,
    download: down,
    sse: down,
    interlock: { 'http/1.1': interlock1, 'http/2': interlock2 },
    websocket: { 'http/1.1': webSocket1, 'http/2': webSocket2 },
  };
}
