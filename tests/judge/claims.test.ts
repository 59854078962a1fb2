/** Each row of the table of claims follows the measured world: change the world, and the outcome changes. */
import { describe, expect, it } from 'vitest';
import { claimRows, distrusted, isCalibrated, judgeClaims } from '../../src/judge/claims/claims.ts';
import { reason } from '../../src/model/reason.ts';
import { all, full, half, idle, measure, results, type Seens, say, set, talk, world } from './worlds.ts';

const outcomes = (change: (seen: Seens) => unknown = () => {}) => {
  const seen = world();
  change(seen);
  return Object.fromEntries(judgeClaims(results(seen)).map((claim) => [claim.id, claim.outcome]));
};

/** In the order of the textbook's table: outcome in the world as it is, then in changed ones. */
const rows: [
  id: string,
  asItIs: string,
  ...changed: [change: (seen: Seens) => unknown, outcome: string][],
][] = [
  ['simplex', 'calibrated', [set('reference-television', { ordinary: half }), 'not calibrated']],
  [
    'half-duplex',
    'calibrated',
    [set('reference-walkie-talkie', { ordinary: full }), 'not calibrated'],
    [measure('reference-walkie-talkie', { 'push-to-talk': { turnarounds: 1 } }), 'not calibrated'],
    [say('reference-walkie-talkie', { crossing: 'yes' }), 'not calibrated'],
    [say('reference-walkie-talkie', { crossing: 'inconclusive' }), 'inconclusive'],
  ],
  [
    'full-duplex',
    'calibrated',
    [set('reference-telephone', { ordinary: half }), 'not calibrated'],
    [say('reference-telephone', { crossing: 'no' }), 'not calibrated'],
    [say('reference-telephone', { crossing: 'inconclusive' }), 'inconclusive'],
  ],
  [
    'http10',
    'holds with a caveat',
    [set('http10-short', { ordinary: ['simplex', 'simplex'], limit: ['simplex', 'simplex'] }), 'holds'],
    [set('http10-short', { ordinary: half }), 'does not hold'],
    [set('http10-short', { limit: ['inconclusive', 'simplex'] }), 'inconclusive'],
  ],
  [
    'http10-short',
    'holds',
    [say('http10-short', { 'hang-up': 'no' }), 'holds with a caveat'],
    [measure('http10-short', { reuse: { reusedExchanges: 4 } }), 'holds with a caveat'],
    [
      all(
        say('http10-short', { 'hang-up': 'no' }),
        measure('http10-short', { reuse: { reusedExchanges: 4 } }),
      ),
      'does not hold',
    ],
  ],
  [
    'http10-waits',
    'does not hold',
    [say('http10-short', { 'hang-up': 'no' }), 'holds'],
    [say('http10-short', { 'hang-up': 'inconclusive' }), 'inconclusive'],
  ],
  [
    'http11',
    'holds with a caveat',
    [set('http11-keep-alive', { limit: half }), 'holds'],
    [set('http11-keep-alive', { ordinary: ['half-duplex', 'simplex'] }), 'does not hold'],
  ],
  ['http11-default', 'holds', [say('http11-default', { reuse: 'no' }), 'does not hold']],
  [
    'keep-alive-time',
    'holds with a caveat',
    [set('http11-keep-alive', { timings: idle(210, 610, 1010) }), 'holds'],
    [set('http11-keep-alive', { timings: idle(210, 205, 200) }), 'holds with a caveat'],
    [
      all(
        set('http11-keep-alive', { timings: idle(210, 610, 1010) }),
        say('http11-server-defaults', { defaults: 'no' }),
      ),
      'holds with a caveat',
    ],
    [
      all(
        set('http11-keep-alive', { timings: idle(210, 205, 200) }),
        say('http11-server-defaults', { defaults: 'no' }),
      ),
      'does not hold',
    ],
  ],
  [
    'http2',
    'holds',
    [set('http2-streams', { ordinary: ['half-duplex', 'full-duplex'] }), 'holds with a caveat'],
    [set('http2-streams', { ordinary: half }), 'does not hold'],
  ],
  [
    'http2-because-push',
    'does not hold',
    [set('http2-streams', { ordinary: half }), 'holds'],
    [say('http2-streams', { initiative: 'alongside a request' }), 'inconclusive'],
  ],
  [
    'http2-push',
    'holds with a caveat',
    [all(say('http2-streams', { initiative: 'yes' }), say('http2-push', { initiative: 'yes' })), 'holds'],
    [say('http2-push', { initiative: 'no' }), 'does not hold'],
  ],
  [
    'version-decides',
    'does not hold',
    [
      all(
        set('http10-keep-alive', { ordinary: ['half-duplex', 'simplex'] }),
        set('http11-close', { ordinary: half }),
      ),
      'holds',
    ],
    [set('http11-close', { ordinary: half }), 'inconclusive'],
  ],
  ['ws-one-handshake', 'holds', [say('websocket', { handshake: 'no' }), 'does not hold']],
  [
    'ws-full-duplex',
    'holds with a caveat',
    [measure('websocket-http2', { conversation: { connections: 2 } }), 'holds'],
    [measure('websocket', { 'both at once': { overlaps: 0 } }), 'does not hold'],
    [say('websocket', { crossing: 'no' }), 'does not hold'],
    [say('websocket-http2', { crossing: 'no' }), 'holds'],
    [say('websocket', { initiative: 'no' }), 'does not hold'],
  ],
  [
    'http-client-only',
    'holds with a caveat',
    [say('http2-push', { initiative: 'no' }), 'holds'],
    [say('http11-pipelining', { initiative: 'yes' }), 'does not hold'],
  ],
  [
    'notify-needs-polling',
    'does not hold',
    [all(say('events-sse', { delivery: 'no' }), say('events-http2-stream', { delivery: 'no' })), 'holds'],
    [
      all(
        measure('events-sse', { delivery: { exchanges: 20 } }),
        measure('events-http2-stream', { delivery: { exchanges: 20 } }),
      ),
      'holds',
    ],
  ],
  [
    'polling',
    'holds',
    [set('events-poll-seldom', { bytes: { delivery: 1000 } }), 'holds with a caveat'],
    [set('events-websocket', { bytes: { delivery: 9000 } }), 'does not hold'],
  ],
  ['why-websocket', 'not measurable', [set('events-websocket', { outcome: 'failed' }), 'inconclusive']],
  [
    'socket-api',
    'holds',
    [measure('socket-udp', { conversation: talk(3, 2, 'datagrams') }), 'does not hold'],
    [measure('socket-udp', { conversation: talk(3, 3, 'records') }), 'does not hold'],
  ],
  [
    'socket-needs-tcp',
    'does not hold',
    [measure('socket-unix', { conversation: talk(0, 0, 'records') }), 'holds'],
  ],
  ['socket-address', 'holds', [say('socket-address', { address: 'no' }), 'does not hold']],
  [
    'ws-vs-socket',
    'holds',
    [say('socket-messages', { boundaries: 'yes' }), 'does not hold'],
    [say('websocket', { boundaries: 'no' }), 'does not hold'],
  ],
  ['ws-easier', 'not measurable', [set('websocket', { outcome: 'timed-out' }), 'inconclusive']],
];

describe('the claims', () => {
  it('are those of the textbook, in its order', () => {
    expect(claimRows.map(({ id }) => id)).toEqual(rows.map(([id]) => id));
    expect(rows).toHaveLength(24);
  });

  it.each(rows)('%s: %s', (id, asItIs) => {
    expect(outcomes()[id]).toBe(asItIs);
  });

  const changes = rows.flatMap(([id, asItIs, ...changed]) =>
    changed.map(([change, outcome], nth) => ({ id, asItIs, change, outcome, nth: nth + 1 })),
  );
  it.each(changes)('$id in changed world $nth: $outcome', ({ id, change, outcome }) => {
    expect(outcomes(change)[id]).toBe(outcome);
  });

  it.each(rows)('%s comes out otherwise in some changed world', (_id, asItIs, ...changed) => {
    const others = changed.map(([, outcome]) => outcome).filter((outcome) => outcome !== asItIs);
    expect(others).not.toEqual([]);
  });
});

describe('a result that a claim needs', () => {
  const judged = judgeClaims(results(world()));

  it.each(rows.map(([id]) => id))('%s names the labs it rests on', (id) => {
    expect(judged.find((claim) => claim.id === id)?.labs).not.toEqual([]);
  });

  it.each(judged)('$id is inconclusive where a lab it rests on failed', ({ id, labs }) => {
    for (const lab of labs) {
      const failed = outcomes(set(lab, { outcome: 'failed' }));
      const missing = outcomes((seen) => Reflect.deleteProperty(seen, lab));
      const reference = lab.startsWith('reference-');
      expect([lab, failed[id], missing[id]]).toEqual([lab, 'inconclusive', 'inconclusive']);
      if (reference) expect(isCalibrated(results(world()).filter((one) => one.lab !== lab))).toBe(false);
    }
  });

  it('is named in the reason', () => {
    const seen = world();
    set('http11-default', { outcome: 'timed-out' })(seen);
    const claim = judgeClaims(results(seen)).find(({ id }) => id === 'http11-default');
    expect(claim?.reason).toEqual(reason('missing.timed-out', { Lab: 'http11-default' }));
  });
});

describe('an instrument that misjudges a reference', () => {
  it.each([
    ['a telephone that takes turns', set('reference-telephone', { ordinary: half }), 'full-duplex'],
    ['a television with an answering viewer', set('reference-television', { ordinary: half }), 'simplex'],
  ] as const)('has nothing to say of anything else: %s', (_name, change, id) => {
    const references = ['simplex', 'half-duplex', 'full-duplex'];
    const judged = outcomes(change);
    expect(judged[id]).toBe('not calibrated');
    for (const [other, outcome] of Object.entries(judged))
      if (!references.includes(other)) expect([other, outcome]).toEqual([other, 'inconclusive']);
  });

  it('takes back the verdicts of a result', () => {
    const [result] = results({ one: { ordinary: full, limit: full } });
    if (!result) throw new Error('no result');
    const before = structuredClone(result);
    const { verdicts } = distrusted(result);
    for (const lenses of [verdicts?.ordinary, verdicts?.limit])
      for (const { mode, reason } of [lenses?.wire, lenses?.conversation].flatMap((found) => found ?? []))
        expect([mode, reason.id]).toEqual(['inconclusive', 'verdict.not-calibrated']);
    expect(result).toEqual(before);
  });
});
