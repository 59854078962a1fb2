/** Results made by hand, and what comes of comparing them. */
import type { Facts } from '../../../src/model/facts.ts';
import { reason } from '../../../src/model/reason.ts';
import {
  type ComparableFile,
  type LabResult,
  nothingVaries,
  type ResultFile,
  resultSchema,
} from '../../../src/model/result.ts';
import { toldResult } from '../../../src/model/told.ts';
import { compareResults } from '../../../src/report/compare/compare.ts';

export const facts = (changed: Partial<Facts> = {}): Facts => ({
  connections: 1,
  exchanges: 5,
  messages: { c2s: 5, s2c: 5 },
  exchangesPerConnection: [5],
  reusedExchanges: 4,
  turnarounds: 9,
  switchBacks: 4,
  overlaps: 0,
  crossings: 0,
  unasked: 0,
  maxConcurrentExchanges: 1,
  newConnections: {},
  protocol: 'HTTP/1.1',
  ...changed,
});

export const lab = (changed: Partial<LabResult> = {}): LabResult => ({
  lab: 'kept',
  title: 'One connection',
  subject: 'HTTP/1.1',
  target: null,
  version: '1.1',
  outcome: 'ran',
  error: null,
  facts: { reuse: facts() },
  answers: {
    reuse: {
      answer: 'yes',
      cause: null,
      reason: reason('as-told', { Text: 'one connection carried all' }),
      evidence: [],
    },
  },
  verdicts: {
    ordinary: {
      wire: { mode: 'half-duplex', reason: reason('as-told', { Text: 'no overlap' }), evidence: [] },
      conversation: { mode: 'half-duplex', reason: reason('as-told', { Text: 'used again' }), evidence: [] },
    },
    limit: null,
  },
  permits: null,
  textbook: { says: 'half-duplex' },
  prediction: null,
  faults: [],
  varying: {
    ...nothingVaries(),
    bytes: { reuse: { c2s: 1, s2c: 2 } },
    firstFin: { reuse: ['client'] },
  },
  ...changed,
});

export const file = (results: LabResult[], node = '20.0.0'): ResultFile => ({
  schema: resultSchema,
  environment: { tool: '0.1.0', node, undici: '7', fastify: '5', platform: 'linux' },
  calibration: 'calibrated',
  results: results.map(toldResult),
});

export const compared = (files: ComparableFile[], varying = false) =>
  compareResults(
    files.map((one, index) => ({ name: String.fromCharCode(97 + index), file: one })),
    { varying },
  );
