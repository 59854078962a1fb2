/** What the textbook claims of the HTTP versions. Without further words a verdict is the conversation lens in ordinary use. */
import { reason } from '../../model/reason.ts';
import type { Mode } from '../../model/verdict.ts';
import { defaultsDiffer, follows, offset, said, spread, timesFollow } from './http-comparisons.ts';
import type { ClaimRow } from './row.ts';
import type { World } from './world.ts';

/** "VERSION is MODE": everywhere, in ordinary conversation only, or not. */
const isMode = (lab: string, mode: Mode): ClaimRow['rules'] => [
  [
    (w) => said(w, lab) !== mode,
    'does not hold',
    (w) => reason('version.conversation', { mode: said(w, lab) }),
  ],
  [(w) => w.modes(lab).every((other) => other === mode), 'holds', 'version.everywhere'],
  [
    () => true,
    'holds with a caveat',
    (w) =>
      reason('version.not-on-wire', {
        mode,
        wire: w.mode(lab, 'ordinary', 'wire'),
        limit: w.mode(lab, 'limit', 'wire'),
      }),
  ],
];

const httpLabs = [
  'http10-short',
  'http10-keep-alive',
  'http11-close',
  'http11-keep-alive',
  'http11-pipelining',
  'http11-pool',
  'http2-streams',
  'http2-push',
];

const ownConnection = (w: World) => w.facts('http10-short', 'reuse').reusedExchanges === 0;
const hangsUp = (w: World) => w.answer('http10-short', 'hang-up') === 'yes';

export const httpClaims: readonly ClaimRow[] = [
  { id: 'http10', claim: 'HTTP/1.0 is simplex.', rules: isMode('http10-short', 'simplex') },
  {
    id: 'http10-short',
    claim: 'HTTP/1.0 connections are short: after the answer the server disconnects.',
    rules: [
      [(w) => ownConnection(w) && hangsUp(w), 'holds', 'http10-short.own-and-hung-up'],
      [(w) => hangsUp(w), 'holds with a caveat', 'http10-short.hung-up'],
      [(w) => ownConnection(w), 'holds with a caveat', 'http10-short.own'],
      [() => true, 'does not hold', 'http10-short.neither'],
    ],
  },
  {
    id: 'http10-waits',
    claim: "The server disconnects once it has received the client's acknowledgement of the answer.",
    rules: [
      [hangsUp, 'does not hold', 'http10-waits.hung-up'],
      [() => true, 'holds', 'http10-waits.waited'],
    ],
  },
  { id: 'http11', claim: 'HTTP/1.1 is half-duplex.', rules: isMode('http11-keep-alive', 'half-duplex') },
  {
    id: 'http11-default',
    claim: 'In HTTP/1.1 keep-alive is the default, and a connection carries many requests.',
    rules: [
      [(w) => w.answer('http11-default', 'reuse') === 'yes', 'holds', 'http11-default.one-connection'],
      [() => true, 'does not hold', 'http11-default.several-connections'],
    ],
  },
  {
    id: 'keep-alive-time',
    claim: 'The keep-alive time differs between servers and can be set.',
    rules: [
      [(w) => !timesFollow(w) && !defaultsDiffer(w), 'does not hold', 'keep-alive-time.neither'],
      [(w) => !timesFollow(w), 'holds with a caveat', 'keep-alive-time.defaults-differ'],
      [(w) => !defaultsDiffer(w), 'holds with a caveat', 'keep-alive-time.follows'],
      [(w) => offset(w) > spread(w), 'holds with a caveat', 'keep-alive-time.imprecise'],
      [() => true, 'holds', 'keep-alive-time.both'],
    ],
  },
  {
    id: 'http2',
    claim: 'HTTP/2 is full-duplex.',
    rules: [
      [
        (w) => said(w, 'http2-streams') !== 'full-duplex',
        'does not hold',
        (w) => reason('version.conversation', { mode: said(w, 'http2-streams') }),
      ],
      [(w) => w.mode('http2-streams', 'ordinary', 'wire') === 'full-duplex', 'holds', 'http2.both-lenses'],
      [() => true, 'holds with a caveat', 'http2.not-on-wire'],
    ],
  },
  {
    id: 'http2-because-push',
    claim: 'HTTP/2 is full-duplex because the server may send of its own accord.',
    rules: [
      [
        (w) => w.answer('http2-streams', 'initiative') === 'no' && said(w, 'http2-streams') === 'full-duplex',
        'does not hold',
        'http2-because-push.without',
      ],
      [
        (w) => w.answer('http2-streams', 'initiative') === 'no' && said(w, 'http2-push') === 'full-duplex',
        'holds',
        'http2-because-push.only-with',
      ],
      [() => true, 'inconclusive', 'http2-because-push.no-comparison'],
    ],
  },
  {
    id: 'http2-push',
    claim: 'HTTP/2 lets the server send data of its own accord.',
    rules: [
      [(w) => pushAnswers(w).every((answer) => answer === 'yes'), 'holds', 'http2-push.every-client'],
      [(w) => pushAnswers(w).every((answer) => answer === 'no'), 'does not hold', 'http2-push.no-client'],
      [
        () => true,
        'holds with a caveat',
        (w) => {
          const [answer, other] = pushAnswers(w);
          return reason('http2-push.some', { answer, other });
        },
      ],
    ],
  },
  {
    id: 'version-decides',
    claim: 'The mode follows from the version of HTTP.',
    rules: [
      [(w) => follows(w, 'handling') && !follows(w, 'version'), 'does not hold', 'version-decides.handling'],
      [(w) => follows(w, 'version') && !follows(w, 'handling'), 'holds', 'version-decides.version'],
      [() => true, 'inconclusive', 'version-decides.neither'],
    ],
  },
];

/** Stands apart because the textbook says it after WebSocket. */
export const initiativeClaims: readonly ClaimRow[] = [
  {
    id: 'http-client-only',
    claim: 'HTTP can only be started by the client.',
    rules: [
      [
        (w) => httpLabs.some((lab) => w.answer(lab, 'initiative') === 'yes'),
        'does not hold',
        'http-client-only.idle',
      ],
      [
        (w) => httpLabs.some((lab) => w.answer(lab, 'initiative') === 'alongside a request'),
        'holds with a caveat',
        'http-client-only.beside',
      ],
      [() => true, 'holds', 'http-client-only.none'],
    ],
  },
];

/** Of node:http2's client, and of undici, which refuses push. */
const pushAnswers = (w: World) =>
  [w.answer('http2-push', 'initiative'), w.answer('http2-streams', 'initiative')] as const;
