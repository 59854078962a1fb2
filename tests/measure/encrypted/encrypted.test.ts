/** TLS: handshakes and tickets cross nothing that anybody said, RFC 8446 §4.6.1; two that take turns never cross, two that talk do. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureStream } from '../../../src/assess/observe.ts';
import { countEncrypted, emptyEncryptedTalk } from '../../../src/measure/encrypted.ts';
import type { TraceEvent } from '../../../src/model/trace.ts';
import { handshake, recordTls, sealed, sealedAlert, type Ways, type Words } from './flights.ts';

const observed = (events: TraceEvent[]) => {
  const measuring = measureStream({ lab: 'test', target: 'x', on: null });
  for (const event of events) if (event.type !== 'mark') measuring.push(event);
  const { result, measurements } = measuring.report();
  return {
    facts: result.facts?.observed,
    verdicts: result.verdicts?.observed,
    shape: measurements?.[0]?.groups[0]?.shape,
  };
};

const ways: fc.Arbitrary<Ways> = fc.record({
  version: fc.constantFrom('1.2', '1.3'),
  apart: fc.boolean(),
  certificate: fc.constantFrom(0, 0, 900, 3000),
  early: fc.constantFrom(0, 0, 100, 4000),
  tickets: fc.integer({ min: 0, max: 4 }),
  greets: fc.boolean(),
  place: fc.constantFrom(0, 0.3, 0.5, 1),
  segment: fc.constantFrom(100, 536, 1400, 9000),
});
const plain: Ways = {
  ...{
    version: '1.3',
    apart: true,
    certificate: 0,
    early: 0,
    tickets: 2,
    greets: false,
    place: 0,
    segment: 1400,
  },
};
const words = fc.array(
  fc.record<Words>({ by: fc.constantFrom('c2s', 's2c'), length: fc.integer({ min: 3, max: 5000 }) }),
  { minLength: 1, maxLength: 14 },
);
const inTurn = (times: number): Words[] =>
  Array.from({ length: times }, (_, nth) => ({ by: nth % 2 === 0 ? 'c2s' : 's2c', length: 50 }));

it('of a long download little is remembered, and enough', () => {
  const talk = emptyEncryptedTalk();
  const said = { isSaid: false, records: 1 };
  const from = (nth: number, direction: 'c2s' | 's2c', otherTo: number, underWay: number) =>
    countEncrypted(
      talk,
      { direction, from: nth * 100, to: (nth + 1) * 100, otherTo, underWay },
      { c2s: direction === 'c2s' ? said : null, s2c: direction === 's2c' ? said : null },
    );
  from(0, 'c2s', 100, 0);
  for (let nth = 1; nth < 1000; nth++) from(nth, 's2c', 100, 0);
  expect(talk.underWay.length).toBeLessThan(10);
  from(1, 'c2s', 100_000, 90_000);
  expect(talk.crossed).toBeGreaterThan(4);
});

describe('two ends of TLS', () => {
  it('that take turns never cross, whatever their handshakes are like', () => {
    fc.assert(
      fc.property(ways, words, (around, said) => {
        const { facts, verdicts } = observed(recordTls(around, { inTurn: said }));
        expect(facts).toMatchObject({
          protocol: 'TLS',
          opaque: 1,
          crossings: 0,
          messages: { c2s: 0, s2c: 0 },
        });
        expect(verdicts?.wire.mode).not.toBe('full-duplex');
        expect(verdicts?.conversation).toMatchObject({
          mode: 'inconclusive',
          reason: { id: 'verdict.encrypted' },
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('that take turns for long enough are shown to', () => {
    fc.assert(
      fc.property(ways, (around) => {
        const { verdicts } = observed(recordTls(around, { inTurn: inTurn(14) }));
        expect(verdicts?.wire).toMatchObject({ mode: 'half-duplex', reason: { id: 'verdict.turns' } });
      }),
      { numRuns: 300 },
    );
  });

  it('that both talk are found to cross', () => {
    fc.assert(
      fc.property(ways, fc.integer({ min: 1, max: 10 }), (around, every) => {
        const { verdicts } = observed(recordTls(around, { atOnce: Math.ceil(200 / every), every }));
        expect(verdicts?.wire).toMatchObject({ mode: 'full-duplex', reason: { id: 'verdict.crossing' } });
        expect(verdicts?.conversation.mode).toBe('inconclusive');
      }),
      { numRuns: 300 },
    );
  });

  it('that both talk are never said to take turns, wherever the record ends', () => {
    const talks = { every: fc.integer({ min: 1, max: 10 }), words: fc.integer({ min: 4, max: 30 }) };
    fc.assert(
      fc.property(ways, fc.record(talks), fc.double({ min: 0, max: 1, noNaN: true }), (around, one, end) => {
        const events = recordTls(around, { atOnce: one.words, every: one.every });
        const { verdicts } = observed(events.slice(0, Math.ceil(end * events.length)));
        expect(verdicts?.wire.mode).not.toBe('half-duplex');
      }),
      { numRuns: 1000 },
    );
  });

  it('that both talked before anything counted are not said to take turns for doing so afterwards', () => {
    const talk = recordTls(plain, { atOnce: 8, every: 4 });
    const turns = Array.from({ length: 10 }, (_, nth): TraceEvent => {
      const seq = talk.length + nth;
      const direction = nth % 2 === 0 ? 'c2s' : 's2c';
      return { type: 'bytes', seq, at: seq, connection: 1, direction, bytes: sealed(20), underWay: 0 };
    });
    expect(observed([...talk, ...turns]).verdicts?.wire.mode).toBe('inconclusive');
  });

  it('that both said one thing crossed in TLS 1.2, where it can be no ticket', () => {
    const wire = (version: Ways['version']) =>
      observed(recordTls({ ...plain, version }, { atOnce: 1, every: 1 })).verdicts?.wire.mode;
    expect([wire('1.2'), wire('1.3')]).toEqual(['full-duplex', 'inconclusive']);
  });

  it('that said one thing each have shown nothing', () => {
    for (const version of ['1.2', '1.3'] as const) {
      const { verdicts } = observed(recordTls({ ...plain, version }, { inTurn: inTurn(2) }));
      expect(verdicts?.wire).toMatchObject({
        mode: 'inconclusive',
        reason: { id: 'verdict.encrypted-wire' },
      });
    }
  });

  it('of which the record does not say what was under way have shown nothing', () => {
    const events = recordTls(plain, { inTurn: inTurn(8) });
    for (const event of events) if (event.type === 'bytes') delete event.underWay;
    expect(observed(events).verdicts?.wire.mode).toBe('inconclusive');
  });

  it('that only shook hands have said nothing, in either direction', () => {
    expect(observed(recordTls({ ...plain, tickets: 0 }, { inTurn: [] })).verdicts?.wire.mode).toBe(
      'inconclusive',
    );
    const unanswered = recordTls(plain, { inTurn: [] }).slice(0, 2);
    expect(observed(unanswered)).toMatchObject({
      facts: { protocol: 'TLS', opaque: 1 },
      verdicts: { wire: { mode: 'inconclusive' }, conversation: { mode: 'inconclusive' } },
    });
  });

  it('of which one closes while the other speaks have not both spoken', () => {
    const talk = recordTls(plain, { inTurn: inTurn(8) });
    const seq = talk.length;
    const also = (by: 'c2s' | 's2c', nth: number, bytes: Buffer, underWay: number): TraceEvent => ({
      ...{ type: 'bytes', seq: seq + nth, at: seq + nth, connection: 1, direction: by, bytes, underWay },
    });
    for (const alert of [sealedAlert, handshake(2)]) {
      const crossed = [also('c2s', 1, sealed(50), 0), also('s2c', 2, alert, sealed(50).length)];
      expect(observed([...talk, ...crossed]).verdicts?.wire.mode).toBe('half-duplex');
      const other = [also('s2c', 1, alert, 0), also('c2s', 2, sealed(50), alert.length)];
      expect(observed([...talk, ...other]).verdicts?.wire.mode).toBe('half-duplex');
    }
    const spoken = [also('c2s', 1, sealed(50), 0), also('s2c', 2, sealed(3), sealed(50).length)];
    expect(observed([...talk, ...spoken]).verdicts?.wire.mode).toBe('full-duplex');
  });
});
