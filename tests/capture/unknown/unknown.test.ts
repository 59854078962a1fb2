/**
 * Protocols that are not known here: whatever is said, in whatever pieces, nobody knows which bytes are messages. Of the
 * wire only what acknowledgements show is claimed.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureStream } from '../../../src/assess/observe.ts';
import type { LabResult } from '../../../src/model/result.ts';
import { traced } from '../build.ts';
import { judge } from '../judge.ts';
import { type Cut, captureOf, greeted, pipelined, reversed, single, whole } from './packets.ts';
import { ofLines, unknown } from './protocols.ts';
import type { Saying } from './sayings.ts';

const only = async (capture: Buffer): Promise<LabResult> => {
  const results = await judge(capture);
  const [result] = results;
  if (result === undefined || results.length > 1) throw new Error('one server');
  return result;
};
const verdictsOf = ({ verdicts }: LabResult) => ({
  wire: verdicts?.observed?.wire.mode,
  conversation: verdicts?.observed?.conversation.mode,
});
const random = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }).map((lengths): Cut => {
  let turn = 0;
  return () => lengths[turn++ % lengths.length] ?? 1;
});

const variants: [string, (sayings: Saying[]) => Saying[]][] = [
  ['as it is', (sayings) => sayings],
  ['with what the client says all at once', pipelined],
  ['with a server that greets in a line', (sayings) => greeted(sayings, '220 ready\r\n')],
  ['with a server that greets in bytes', (sayings) => greeted(sayings, '\x0a\0\0\0\x0aready\n')],
  ['the other way round', reversed],
];
const cases = Object.entries(unknown).flatMap(([name, sayings]) =>
  variants.map(([how, change]) => ({ name, how, sayings: change(sayings) })),
);

it('are many', () => {
  expect(Object.keys(unknown).length).toBeGreaterThan(40);
});

describe('a protocol that is not known has no messages', () => {
  it.each(cases)('$name, $how', async ({ sayings }) => {
    for (const cut of [whole, single]) {
      const result = await only(captureOf(sayings, cut));
      expect(result.facts?.observed).toMatchObject({
        ...{ protocol: 'unknown', opaque: 1, exchanges: 0, messages: { c2s: 0, s2c: 0 } },
        ...{ exchangesPerConnection: [0], turnarounds: 0, overlaps: 0, crossings: 0, newConnections: {} },
      });
      expect(result.faults).toEqual([]);
      expect(verdictsOf(result)).toEqual({ wire: 'half-duplex', conversation: 'inconclusive' });
      expect(result.verdicts?.observed?.conversation.reason.id).toBe('verdict.opaque');
      expect(result.verdicts?.observed?.wire.reason.id).toBe('verdict.turns');
    }
  });

  it('however it is cut', async () => {
    const one = fc.constantFrom(...cases);
    await fc.assert(
      fc.asyncProperty(one, random, fc.boolean(), async ({ sayings }, cut, atOnce) => {
        const result = await only(captureOf(sayings, cut, atOnce));
        expect(result.facts?.observed?.protocol).toBe('unknown');
        const crossed = atOnce && sayings.some(({ by }, nth) => nth % 2 === 1 && sayings[nth - 1]?.by !== by);
        expect(verdictsOf(result)).toEqual({
          wire: crossed ? 'full-duplex' : 'half-duplex',
          conversation: 'inconclusive',
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe('the wire of a protocol that is not known', () => {
  const sayings = unknown.MQTT ?? [];

  it('is full-duplex where bytes crossed, whatever they mean', async () => {
    const result = await only(captureOf(sayings, whole, true));
    expect(result.verdicts?.observed?.wire).toMatchObject({
      ...{ mode: 'full-duplex', reason: { id: 'verdict.crossing' } },
    });
  });

  it('is simplex where one side alone has sent', async () => {
    const oneWay = sayings.filter(({ by }) => by === 's2c');
    const result = await only(captureOf(oneWay, whole));
    expect(verdictsOf(result)).toEqual({ wire: 'simplex', conversation: 'inconclusive' });
    expect(result.verdicts?.observed?.wire.reason.id).toBe('verdict.bytes-one-direction');
  });

  it('cannot be told where the record says nothing of what was under way, as behind a relay', () => {
    const measuring = measureStream({ lab: 'test', target: 'x', on: null });
    for (const event of traced(captureOf(sayings, whole))) {
      if (event.type === 'mark') continue;
      if (event.type === 'bytes') delete event.underWay;
      measuring.push(event);
    }
    const { result } = measuring.report();
    expect(verdictsOf(result)).toEqual({ wire: 'inconclusive', conversation: 'inconclusive' });
    expect(result.verdicts?.observed?.wire.reason.id).toBe('verdict.opaque-wire');
  });
});

describe('text that ends in line ends is read as lines', () => {
  it.each(Object.entries(ofLines))('%s', async (_, sayings) => {
    for (const cut of [whole, single]) {
      const result = await only(captureOf(sayings, cut));
      expect(result.facts?.observed?.protocol).toBe('records');
      expect(result.facts?.observed).not.toHaveProperty('opaque');
      expect(verdictsOf(result)).toEqual({ wire: 'half-duplex', conversation: 'half-duplex' });
    }
  });

  it.each(Object.entries(ofLines))('until one byte of it is none: %s', async (_, sayings) => {
    for (const said of ['\0', '\x80', 'no end']) {
      const result = await only(
        captureOf([...sayings, { by: 'c2s', bytes: Buffer.from(said, 'latin1') }], single),
      );
      expect(result.facts?.observed).toMatchObject({ protocol: 'unknown', exchanges: 0 });
      expect(verdictsOf(result).conversation).toBe('inconclusive');
    }
  });
});
