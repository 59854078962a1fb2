/** What each of the proxies holds and lets pass. */
import type { Path } from '../../../src/model/result.ts';
import type { Answer } from '../../../src/model/verdict.ts';
import { allParts, both, parts, pathOf, type Told } from '../../report/real/parts.ts';
import type { proxies } from '../support/through-proxies.ts';

interface Expected {
  /** The beginning of what it says of itself; null where it says nothing over HTTP/1.1. */
  says: string | null;
  path: Path;
  /** Who says 100 (Continue). */
  says100: Path['expect'];
  /** Whether an answer passes that comes before the request is whole. */
  early: Answer['answer'];
  /** Whether a request is sent again that met the end of its connection: with a safe method, and with another. */
  race: [safe: Answer['answer'], unsafe: Answer['answer']];
  /** Connections behind for 5 requests, of one client and of five. */
  behind: [one: number, five: number];
  versions: [front: string, back: string];
  /** Settings that are named, in the order of the advice. */
  settings: string[];
}

const uploads = (length: Told, chunked: Told) => ({
  'upload, content-length': length,
  'upload, chunked': chunked,
});
const downloads = (length: Told, chunked: Told) => ({
  'download, content-length': length,
  'download, chunked': chunked,
});
const atOnce = allParts('at once');

export const expected: Record<keyof typeof proxies, Expected> = {
  'nginx as it comes': {
    says100: 'proxy',
    early: 'not applicable',
    race: ['not applicable', 'not applicable'],
    says: 'nginx',
    path: pathOf(
      {
        'http/1.1': parts({
          ...uploads(-524_288, -524_288),
          ...downloads(4096, 4096),
          ...{ 'sse, identity': 4096, 'sse, gzip': 4096 },
        }),
      },
      both('no', 'not applicable'),
      both('no', 'not applicable'),
    ),
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
    says100: 'proxy',
    early: 'yes',
    race: ['yes', 'no'],
    says: 'nginx',
    path: pathOf({ 'http/1.1': atOnce }, both('yes', 'not applicable'), both('yes', 'not applicable')),
    behind: [1, 1],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: [],
  },
  'nginx tuned, HTTP/2 in front': {
    says100: 'nobody',
    early: 'yes',
    race: ['yes', 'no'],
    says: null,
    path: pathOf({ 'http/2': atOnce }, both('not applicable', 'yes'), both('not applicable')),
    behind: [1, 1],
    versions: ['HTTP/2', 'HTTP/1.1'],
    settings: [],
  },
  'nginx tuned, TLS in front': {
    says100: 'proxy',
    early: 'yes',
    race: ['yes', 'no'],
    says: 'nginx',
    path: pathOf(both(atOnce), both('yes'), both('yes', 'not applicable')),
    behind: [1, 1],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: [],
  },
  'HAProxy as it comes': {
    says100: 'origin',
    early: 'yes',
    race: ['no', 'no'],
    says: 'HAProxy',
    path: pathOf(both(atOnce), both('yes'), both('yes')),
    behind: [1, 5],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: ['http-reuse'],
  },
  'HAProxy tuned': {
    says100: 'origin',
    early: 'yes',
    race: ['no', 'no'],
    says: 'HAProxy',
    path: pathOf(both(atOnce), both('yes'), both('yes')),
    behind: [1, 1],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: [],
  },
  'HAProxy that waits for the body': {
    says100: 'proxy',
    early: 'yes',
    race: ['no', 'no'],
    says: 'HAProxy',
    path: pathOf(both(parts(uploads(16_384, 16_384))), both('no'), both('yes')),
    behind: [1, 5],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: ['http-reuse', 'no option http-buffer-request'],
  },
  'HAProxy, HTTP/2 behind': {
    says100: 'origin',
    early: 'yes',
    race: ['not applicable', 'not applicable'],
    says: 'HAProxy',
    path: pathOf(both(atOnce), both('yes'), both('yes')),
    behind: [1, 5],
    versions: ['HTTP/1.1', 'HTTP/2'],
    settings: ['http-reuse'],
  },
  Caddy: {
    says100: 'proxy',
    early: 'no',
    race: ['yes', 'no'],
    says: 'Caddy',
    path: pathOf(
      both(parts({ 'download, content-length': 8192 })),
      both('no', 'yes'),
      both('yes', 'not applicable'),
    ),
    behind: [1, 1],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: ['flush_interval', 'enable_full_duplex'],
  },
  'Apache as it comes': {
    says100: 'origin',
    early: 'no',
    race: ['no', 'no'],
    says: 'Apache',
    path: pathOf(
      { 'http/1.1': parts(uploads(16_384, 16_384)) },
      both('no', 'not applicable'),
      both('no', 'not applicable'),
    ),
    behind: [1, 1],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: ['upgrade=websocket'],
  },
  h2o: {
    says100: 'proxy',
    early: 'not applicable',
    race: ['no', 'no'],
    says: 'h2o',
    path: pathOf(both(parts(uploads(-4_194_304, -4_194_304))), both('no'), both('no', 'not applicable')),
    behind: [1, 1],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: ['request buffering', 'Upgrade and Connection'],
  },
  nghttpx: {
    says100: 'origin',
    early: 'yes',
    race: ['no', 'no'],
    says: 'nghttpx',
    path: pathOf(both(atOnce), both('yes'), both('yes')),
    behind: [1, 1],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: [],
  },
  Varnish: {
    says100: 'proxy',
    early: 'no',
    race: ['yes', 'no'],
    says: '1.1 varnish',
    path: pathOf(
      both(
        parts({ 'upload, content-length': 32_768, 'download, content-length': 32_768 }),
        parts({ 'download, content-length': 32_768 }),
      ),
      both('no'),
      both('no', 'not applicable'),
    ),
    behind: [1, 1],
    versions: ['HTTP/1.1', 'HTTP/1.1'],
    settings: ['return (pipe)', 'return (pipe)', 'vcl_pipe'],
  },
};
