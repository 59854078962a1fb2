/** A measured world, written down lab by lab, in which every claim has an outcome; and ways to change it. */
import type { Facts } from '../../src/model/facts.ts';
import { reason } from '../../src/model/reason.ts';
import { type LabResult, nothingVaries } from '../../src/model/result.ts';
import type { Answer, Lenses, Mode } from '../../src/model/verdict.ts';

type Modes = [wire: Mode | 'inconclusive', conversation: Mode | 'inconclusive'];

/** What a row may look at, written down for one lab. */
export interface Seen {
  ordinary?: Modes;
  limit?: Modes;
  answers?: Record<string, Answer['answer']>;
  facts?: Record<string, Partial<Facts>>;
  timings?: Record<string, Record<string, number | string | null>[]>;
  bytes?: Record<string, number>;
  outcome?: LabResult['outcome'];
}

export type Seens = Record<string, Seen>;

export const talk = (c2s: number, s2c: number, protocol: string): Partial<Facts> => ({
  messages: { c2s, s2c },
  protocol,
  connections: 1,
});
export const idle = (...measured: number[]) => ({
  idle: [200, 600, 1000].map((configuredMilliseconds, index) => ({
    configuredMilliseconds,
    measuredMilliseconds: measured[index] ?? null,
  })),
});
const delivered = (exchanges: number, bytes: number): Seen => ({
  answers: { delivery: 'yes' },
  facts: { delivery: { exchanges } },
  timings: { delivery: [{ events: 20 }] },
  bytes: { delivery: bytes },
});
export const half: Modes = ['half-duplex', 'half-duplex'];
export const full: Modes = ['full-duplex', 'full-duplex'];

/** A world in which every row has an outcome. */
export const world = (): Seens => ({
  'reference-television': { ordinary: ['simplex', 'simplex'] },
  'reference-walkie-talkie': {
    ordinary: half,
    facts: { 'push-to-talk': { turnarounds: 5 } },
    answers: { crossing: 'no' },
  },
  'reference-telephone': { ordinary: full, answers: { crossing: 'yes' } },
  'http10-short': {
    ordinary: ['half-duplex', 'simplex'],
    limit: ['full-duplex', 'simplex'],
    answers: { reuse: 'no', 'hang-up': 'yes', initiative: 'no' },
    facts: { reuse: { reusedExchanges: 0 } },
  },
  'http10-keep-alive': { ordinary: half, answers: { reuse: 'yes', initiative: 'no' } },
  'http11-close': { ordinary: ['half-duplex', 'simplex'], answers: { reuse: 'no', initiative: 'no' } },
  'http11-keep-alive': {
    ordinary: half,
    limit: ['full-duplex', 'half-duplex'],
    answers: { reuse: 'yes', initiative: 'no' },
    timings: idle(1200, 1600, 2000),
  },
  'http11-pipelining': { answers: { initiative: 'no' } },
  'http11-pool': { answers: { initiative: 'no' } },
  'http11-default': { answers: { reuse: 'yes' } },
  'http11-server-defaults': { answers: { defaults: 'yes' } },
  'http2-streams': { ordinary: full, answers: { initiative: 'no' } },
  'http2-push': { ordinary: full, answers: { initiative: 'alongside a request' } },
  websocket: {
    answers: { handshake: 'yes', initiative: 'yes', crossing: 'yes', boundaries: 'yes' },
    facts: { 'both at once': { overlaps: 1 } },
    timings: { boundaries: [{ framingBytesPerMessage: 5 }] },
  },
  'websocket-http2': {
    answers: { initiative: 'yes', crossing: 'yes' },
    facts: { 'both at once': { overlaps: 1 }, conversation: { connections: 1 } },
  },
  'events-sse': delivered(3, 1400),
  'events-http2-stream': delivered(2, 660),
  'events-long-polling': delivered(22, 5300),
  'events-poll-often': delivered(91, 17_500),
  'events-poll-seldom': delivered(10, 2550),
  'events-websocket': delivered(2, 740),
  'socket-tcp': { facts: { conversation: talk(3, 3, 'records') } },
  'socket-udp': { facts: { conversation: talk(3, 3, 'datagrams') } },
  'socket-unix': { facts: { conversation: talk(3, 3, 'records over a Unix-domain socket') } },
  'socket-address': { answers: { address: 'yes' } },
  'socket-messages': {
    answers: { boundaries: 'no' },
    timings: { boundaries: [{ framingBytesPerMessage: 1 }] },
  },
});

/** The lab of that name, to be changed. */
export const at = (seen: Seens, lab: string): Seen => {
  const found = seen[lab];
  if (!found) throw new Error(`there is no ${lab}`);
  return found;
};
export const say = (lab: string, answers: Seen['answers']) => (seen: Seens) =>
  Object.assign(at(seen, lab), { answers: { ...at(seen, lab).answers, ...answers } });
export const measure = (lab: string, facts: Seen['facts']) => (seen: Seens) =>
  Object.assign(at(seen, lab), { facts: { ...at(seen, lab).facts, ...facts } });
export const set = (lab: string, change: Seen) => (seen: Seens) => Object.assign(at(seen, lab), change);
export const all =
  (...changes: ((seen: Seens) => unknown)[]) =>
  (seen: Seens) => {
    for (const change of changes) change(seen);
  };

export function results(seen: Seens): LabResult[] {
  return Object.entries(seen).map(([lab, { ordinary, limit, answers, facts, timings, bytes, outcome }]) => ({
    lab,
    title: lab,
    subject: lab,
    target: null,
    version: null,
    outcome: outcome ?? 'ran',
    error: null,
    facts: (facts ?? {}) as Record<string, Facts>,
    answers: Object.fromEntries(
      Object.entries(answers ?? {}).map(([question, answer]) => [
        question,
        {
          answer,
          cause: answer === 'no' ? 'server' : null,
          reason: reason('as-told', { Text: '' }),
          evidence: [],
        },
      ]),
    ),
    verdicts: {
      ...(ordinary ? { ordinary: lenses(ordinary) } : {}),
      ...(limit ? { limit: lenses(limit) } : {}),
    },
    permits: null,
    textbook: { says: null },
    prediction: null,
    faults: [],
    varying: {
      ...nothingVaries(),
      timings: timings ?? {},
      bytes: Object.fromEntries(
        Object.entries(bytes ?? {}).map(([question, sum]) => [question, { c2s: 0, s2c: sum }]),
      ),
    },
  }));
}

function lenses([wire, conversation]: Modes): Lenses {
  const verdict = (mode: Mode | 'inconclusive') => ({
    mode,
    reason: reason('as-told', { Text: '' }),
    evidence: [],
  });
  return { wire: verdict(wire), conversation: verdict(conversation) };
}
