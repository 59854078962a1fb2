/** What the textbook claims of the HTTP versions. Without further words a verdict is the conversation lens in ordinary use. */
import type { Mode } from '../../model/verdict.ts';
import { defaultsDiffer, follows, offset, said, spread, timesFollow } from './http-comparisons.ts';
import type { ClaimRow } from './row.ts';
import type { World } from './world.ts';

/** "VERSION is MODE": everywhere, in ordinary conversation only, or not. */
const isMode = (lab: string, mode: Mode): ClaimRow['rules'] => [
  [
    (w) => said(w, lab) !== mode,
    'does not hold',
    (w) => `in ordinary use its conversation is ${said(w, lab)}`,
  ],
  [
    (w) => w.modes(lab).every((other) => other === mode),
    'holds',
    'in both lenses, in ordinary use and at its limit',
  ],
  [
    () => true,
    'holds with a caveat',
    (w) =>
      `the conversation is ${mode}, but on the wire it is ${w.mode(lab, 'ordinary', 'wire')} in ordinary use and ${w.mode(lab, 'limit', 'wire')} at its limit`,
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
      [
        (w) => ownConnection(w) && hangsUp(w),
        'holds',
        'every exchange had a connection of its own, and the server hung up',
      ],
      [(w) => hangsUp(w), 'holds with a caveat', 'the server hung up, but connections were reused'],
      [
        (w) => ownConnection(w),
        'holds with a caveat',
        'every exchange had its connection, but the server did not hang up',
      ],
      [() => true, 'does not hold', 'connections were reused, and the server did not hang up'],
    ],
  },
  {
    id: 'http10-waits',
    claim: "The server disconnects once it has received the client's acknowledgement of the answer.",
    rules: [
      [
        hangsUp,
        'does not hold',
        'the server hung up while the client still lacked the last byte of the answer',
      ],
      [() => true, 'holds', 'the server did not hang up while the client lacked the last byte of the answer'],
    ],
  },
  { id: 'http11', claim: 'HTTP/1.1 is half-duplex.', rules: isMode('http11-keep-alive', 'half-duplex') },
  {
    id: 'http11-default',
    claim: 'In HTTP/1.1 keep-alive is the default, and a connection carries many requests.',
    rules: [
      [
        (w) => w.answer('http11-default', 'reuse') === 'yes',
        'holds',
        'requests without a Connection field travelled on one connection',
      ],
      [() => true, 'does not hold', 'requests without a Connection field took several connections'],
    ],
  },
  {
    id: 'keep-alive-time',
    claim: 'The keep-alive time differs between servers and can be set.',
    rules: [
      [
        (w) => !timesFollow(w) && !defaultsDiffer(w),
        'does not hold',
        'the measured times do not follow the settings, and the defaults are the same',
      ],
      [
        (w) => !timesFollow(w),
        'holds with a caveat',
        'the defaults differ, but the measured times do not follow the settings',
      ],
      [
        (w) => !defaultsDiffer(w),
        'holds with a caveat',
        'the measured times follow the settings, but the defaults are the same',
      ],
      [
        (w) => offset(w) > spread(w),
        'holds with a caveat',
        'the defaults differ and the times follow the settings, but they differ from what was set by more than from each other',
      ],
      [() => true, 'holds', 'the measured times follow the settings, and the defaults differ'],
    ],
  },
  {
    id: 'http2',
    claim: 'HTTP/2 is full-duplex.',
    rules: [
      [
        (w) => said(w, 'http2-streams') !== 'full-duplex',
        'does not hold',
        (w) => `in ordinary use its conversation is ${said(w, 'http2-streams')}`,
      ],
      [
        (w) => w.mode('http2-streams', 'ordinary', 'wire') === 'full-duplex',
        'holds',
        'messages of different exchanges overlap in opposite directions, in both lenses',
      ],
      [() => true, 'holds with a caveat', 'the conversation is full-duplex, and the wire is not'],
    ],
  },
  {
    id: 'http2-because-push',
    claim: 'HTTP/2 is full-duplex because the server may send of its own accord.',
    rules: [
      [
        (w) => w.answer('http2-streams', 'initiative') === 'no' && said(w, 'http2-streams') === 'full-duplex',
        'does not hold',
        'it is full-duplex with a client that refuses push, too',
      ],
      [
        (w) => w.answer('http2-streams', 'initiative') === 'no' && said(w, 'http2-push') === 'full-duplex',
        'holds',
        'it is full-duplex with push and not without',
      ],
      [() => true, 'inconclusive', 'there was no client that refuses push to compare with'],
    ],
  },
  {
    id: 'http2-push',
    claim: 'HTTP/2 lets the server send data of its own accord.',
    rules: [
      [
        (w) => pushAnswers(w).every((answer) => answer === 'yes'),
        'holds',
        'every client took what the server said of its own accord',
      ],
      [
        (w) => pushAnswers(w).every((answer) => answer === 'no'),
        'does not hold',
        'no client took anything of the kind',
      ],
      [
        () => true,
        'holds with a caveat',
        (w) =>
          `with node:http2's client: ${pushAnswers(w)[0]}; with undici, which refuses push: ${pushAnswers(w)[1]}`,
      ],
    ],
  },
  {
    id: 'version-decides',
    claim: 'The mode follows from the version of HTTP.',
    rules: [
      [
        (w) => follows(w, 'handling') && !follows(w, 'version'),
        'does not hold',
        'HTTP/1.0 and HTTP/1.1 have the same verdict when both close, and the same when both keep alive',
      ],
      [
        (w) => follows(w, 'version') && !follows(w, 'handling'),
        'holds',
        'the verdict is the same however the connection is handled',
      ],
      [
        () => true,
        'inconclusive',
        'the verdicts follow neither the version nor the handling of the connection alone',
      ],
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
        'a client took what the server said while no request was open',
      ],
      [
        (w) => httpLabs.some((lab) => w.answer(lab, 'initiative') === 'alongside a request'),
        'holds with a caveat',
        'beside an open request an HTTP/2 server may push (the textbook says so itself elsewhere); otherwise no version lets it',
      ],
      [() => true, 'holds', 'no version let the server begin'],
    ],
  },
];

const pushAnswers = (w: World) => ['http2-push', 'http2-streams'].map((lab) => w.answer(lab, 'initiative'));
