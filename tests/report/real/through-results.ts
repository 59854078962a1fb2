/** Results of `through` written by hand. */
import type { Facts } from '../../../src/model/facts.ts';
import { type LabResult, nothingVaries, type Path } from '../../../src/model/result.ts';
import { asTold } from '../fixtures.ts';
import { allParts, both, parts, pathOf } from './parts.ts';

const facts = (connections: number, newConnections: Record<string, number> = {}): Facts => ({
  connections,
  exchanges: 5,
  messages: { c2s: 5, s2c: 5 },
  exchangesPerConnection: [],
  reusedExchanges: 5 - connections,
  turnarounds: 0,
  switchBacks: 0,
  ...{ overlaps: 0, crossings: 0 },
  unasked: 0,
  maxConcurrentExchanges: 1,
  newConnections,
  protocol: 'HTTP/1.1',
});

const streams: Path = pathOf(both(allParts('at once')), both('yes'), both('yes'));

/** Over HTTP/1.1, where only that is said. */
export const partly = (otherwise: Parameters<typeof parts>[0], rest: Partial<Path> = {}): Path => ({
  ...pathOf({ 'http/1.1': parts(otherwise) }, both('yes'), both('yes')),
  ...rest,
});

export function result(subject: string, path: Partial<Path> = {}, behind: [number, number] = [1, 1]) {
  return {
    lab: 'through',
    title: 'A real proxy',
    subject: `a real proxy${subject}`,
    target: 'http://127.0.0.1:8080/',
    version: '1.1',
    outcome: 'ran',
    error: null,
    facts: {
      front: facts(1),
      back: facts(behind[0], { 'Connection: close from the client': behind[0] - 1 }),
      backFive: facts(behind[1]),
    },
    answers: {
      'upload, content-length over http/1.1': {
        answer: 'no',
        cause: 'server',
        reason: asTold('it waited for \u001b[31mthe end'),
        evidence: [],
      },
    },
    verdicts: null,
    permits: null,
    textbook: { says: null },
    prediction: null,
    faults: [],
    varying: nothingVaries(),
    path: { ...streams, ...path },
  } satisfies LabResult;
}
