/** No input makes the dissectors throw, and how bytes are cut into events changes nothing but positions. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detect } from '../../src/dissect/detect.ts';
import type { Dissect } from '../../src/dissect/dissector.ts';
import { http1 } from '../../src/dissect/http1/http1.ts';
import { textLines } from '../../src/dissect/text-lines.ts';
import { quiet, replay } from './replay.ts';
import { byteByByte, client, clientFin, close, cut, type Step, server, serverFin, take } from './steps.ts';

const requests = [
  'GET /a HTTP/1.1\r\nHost: x\r\n\r\n',
  'HEAD /h HTTP/1.0\r\n\r\n',
  'POST /p HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc',
  'POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;e\r\nabc\r\n0\r\nT: u\r\n\r\n',
  'CONNECT h:1 HTTP/1.1\r\n\r\n',
  'GET /w HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n',
  'GET /half HTTP/1.1\r\nHost:',
  'BAD\r\n\r\n',
  'line\n',
];
const responses = [
  'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n',
  'HTTP/1.1 103 Early Hints\r\n\r\n',
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: chat\r\n\r\n',
  'HTTP/1.0 200 OK\r\n\r\nuntil FIN',
  'HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.1 204 No Content\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n',
  'HTTP/1.1 200 OK\r\nCont',
  'HTTP/2.0',
  'line\n',
];
const junk = [
  '\r',
  '\n',
  '\r\n',
  ' ',
  ':',
  '0\r\n\r\n',
  '\0\0\0\x04\0\0\0\0\0',
  '\x16\x03\x01',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
];

const noise = fc.oneof(
  fc.constantFrom(...junk),
  fc.string({ unit: fc.constantFrom(...'GET /HTTP1.0:;\r\n\t\0\xffaz5'), maxLength: 30 }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...requests).map(client) },
  { weight: 6, arbitrary: fc.constantFrom(...responses).map(server) },
  { weight: 2, arbitrary: noise.map(client) },
  { weight: 1, arbitrary: noise.map(server) },
  { weight: 1, arbitrary: fc.constantFrom(clientFin, serverFin) },
);
const script = fc
  .tuple(fc.array(step, { maxLength: 14 }), fc.boolean())
  .map(([steps, closes]): Step[] => (closes ? [...steps, close] : steps));

/** Cuts bytes after every so many, taken in turn from the list. */
function split(steps: Step[], lengths: number[]): Step[] {
  let turn = 0;
  return cut(steps, () => lengths[turn++ % lengths.length] ?? 1);
}

/** All that is found but where in the trace, which depends on how the bytes are cut. */
function withoutPositions(dissect: Dissect, steps: Step[]) {
  const { raw, ...lines } = replay(dissect, steps);
  return { ...lines, http: raw.map(({ direction, http }) => ({ direction, http })) };
}

describe.each([
  ['http1', http1],
  ['text lines', textLines],
  ['detect', detect],
] as const)('%s', (_, dissect) => {
  it('finds the same however the bytes are cut, and never throws', () => {
    fc.assert(
      fc.property(script, fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1 }), (steps, lengths) => {
        const whole = withoutPositions(dissect, steps);
        expect(withoutPositions(dissect, split(steps, lengths))).toEqual(whole);
        expect(withoutPositions(dissect, byteByByte(steps))).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('leaves nothing open and nothing pending once the connection is closed', () => {
    fc.assert(
      fc.property(script, (steps) => {
        const { raw } = replay(dissect, [...steps, close]);
        expect(raw.filter(({ end }) => end === null)).toEqual([]);
        const dissector = dissect(1, quiet);
        for (const step of steps) if (step.what === 'bytes') take(dissector, step, { seq: 1, at: 0 });
        dissector.close({ seq: 2, at: 0 });
        expect([dissector.pending('c2s'), dissector.pending('s2c')]).toEqual([Infinity, Infinity]);
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});
