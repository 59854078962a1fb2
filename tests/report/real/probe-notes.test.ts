/** What a probe says of the rules that a server broke. */
import { expect, it } from 'vitest';
import { reason } from '../../../src/model/reason.ts';
import { probeNotes } from '../../../src/report/real/probe-notes.ts';
import { brokenBy, plain, report, result } from '../fixtures.ts';

const notes = (...faults: Parameters<typeof brokenBy>[]): string[] => {
  const probed = result('probe', { version: '1.1', faults: faults.map((fault) => brokenBy(...fault)) });
  return probeNotes([report(probed)], plain.say).map((text) => text.replaceAll(/\s+/g, ' ').trim());
};
const host = { reason: reason('http1.host') };

it('names each rule once, where it was broken first and how often, violations before irregularities', () => {
  expect(
    notes(
      ['server', { ...host, question: 'reuse' }],
      ['server', { ...host, question: 'idle', further: 3 }],
      ['server', { grade: 'violation', reason: reason('http1.answers-nothing'), connection: 2, offset: 40 }],
      ['client', host],
    ),
  ).toEqual([
    '- HTTP/1.1: the server sent what the protocol does not allow: reuse, connection 2: by the server, at byte 40: a response that answers no request (RFC 1 §2)',
    '- HTTP/1.1: the server breaks a rule, and can be read all the same: reuse, connection 1: by the server, at byte 17: an invalid Host (RFC 1 §2); 5 times in all',
  ]);
});
