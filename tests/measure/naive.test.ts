/**
 * Random histories of a connection, counted once by the definitions over the full list of messages, and once as they
 * pass, with beginnings reported as late as a dissector may.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measure } from '../../src/measure/measure.ts';
import type { Measurement } from '../../src/model/facts.ts';
import type { Message } from '../../src/model/message.ts';
import { type Direction, opposite, type TraceEvent } from '../../src/model/trace.ts';
import { measuringOf } from './script.ts';

/** What one event brings. `late` begins a message at its very end, reported so many events later. */
interface Step {
  direction: Direction;
  deeds: ('begin' | { end: number; of: 'own' | 'other' })[];
  late: number | null;
}

interface Lived {
  message: Message;
  /** Places in the total order of beginnings and ends. */
  begin: number;
  end: number;
  reportAt: number;
}

const steps = fc.array(
  fc.record({
    direction: fc.constantFrom<Direction>('c2s', 's2c'),
    deeds: fc.array(
      fc.oneof(
        fc.constant('begin' as const),
        fc.record({ end: fc.nat(5), of: fc.constantFrom('own' as const, 'own' as const, 'other' as const) }),
      ),
      { maxLength: 3 },
    ),
    late: fc.option(fc.nat(4)),
  }),
  { maxLength: 25 },
);

const live = (history: Step[], delayed: boolean): { lived: Lived[]; measurement: Measurement } => {
  const measuring = measure('test');
  const address = { path: '/socket' };
  const open: TraceEvent = {
    type: 'open',
    seq: 0,
    at: 0,
    connection: 1,
    transport: 'unix',
    front: { client: address, tap: address },
    back: { tap: null, server: address },
    control: false,
  };
  measuring.event(open);
  measuring.settle(() => Number.POSITIVE_INFINITY);
  const lived: Lived[] = [];
  const reported = new Set<Lived>();
  const exchanges = { c2s: 0, s2c: 0 };
  let place = 0;

  const begin = (direction: Direction, seq: number, reportAt: number): void => {
    exchanges[direction] += 1;
    const message: Message = {
      connection: 1,
      direction,
      kind: direction === 'c2s' ? 'request' : 'response',
      ordinal: exchanges[direction],
      exchange: exchanges[direction] <= exchanges.c2s ? exchanges[direction] : null,
      begin: { seq, at: seq },
      end: null,
      from: 0,
      to: 0,
      bytes: 0,
      content: 0,
      ending: null,
      whole: false,
    };
    place += 1;
    const one = { message, begin: place, end: Number.POSITIVE_INFINITY, reportAt };
    lived.push(one);
    if (reportAt <= seq) report(one);
  };
  const report = (one: Lived): void => {
    if (reported.has(one)) return;
    reported.add(one);
    measuring.begun(one.message);
  };

  for (const [index, { direction, deeds, late }] of history.entries()) {
    const seq = index + 1;
    measuring.event({ type: 'bytes', seq, at: seq, connection: 1, direction, bytes: new Uint8Array(1) });
    for (const one of lived) if (one.reportAt <= seq) report(one);
    for (const deed of deeds) {
      if (deed === 'begin') {
        begin(direction, seq, seq);
        continue;
      }
      const whose = deed.of === 'own' ? direction : opposite(direction);
      const open = lived.filter((one) => one.message.direction === whose && one.message.end === null);
      const one = open[deed.end];
      if (one === undefined) continue;
      report(one);
      place += 1;
      one.end = place;
      Object.assign(one.message, { end: { seq, at: seq }, whole: true, ending: 'content-length' });
      measuring.ended(one.message);
    }
    if (late !== null) begin(direction, seq, delayed ? seq + late : seq);
    measuring.settle(() =>
      Math.min(
        Number.POSITIVE_INFINITY,
        ...lived.filter((one) => !reported.has(one)).map((one) => one.message.begin.seq),
      ),
    );
  }
  for (const one of lived) report(one);
  return { lived, measurement: measuring.measurement({ seq: 1000, at: 1000 }) };
};

/** Messages of opposite directions of which each began before the other had ended: the client's, and the server's. */
const pairs = (lived: Lived[]): [Lived, Lived][] =>
  lived.flatMap((a) =>
    lived
      .filter((b) => a.message.direction === 'c2s' && b.message.direction === 's2c')
      .filter((b) => a.begin < b.end && b.begin < a.end)
      .map((b): [Lived, Lived] => [a, b]),
  );

describe('counting as it passes', () => {
  it('finds the overlaps of the definition, however late beginnings are reported', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const { lived, measurement } = live(history, true);
        const overlapping = pairs(lived);
        expect(measurement.facts.overlaps).toBe(overlapping.length);
        const across = overlapping.some(([a, b]) => a.message.exchange !== b.message.exchange);
        expect(measurement.groups[0]?.shape.overlapAcross).toBe(across);
      }),
      { numRuns: 500 },
    );
  });

  it('finds the changes of direction among messages sorted by beginning', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const { lived, measurement } = live(history, true);
        const directions = lived.toSorted((a, b) => a.begin - b.begin).map((one) => one.message.direction);
        const changes = directions.filter((direction, n) => n > 0 && direction !== directions[n - 1]);
        expect(measurement.facts.turnarounds).toBe(changes.length);
        expect(measurement.facts.switchBacks).toBe(changes.filter((direction) => direction === 'c2s').length);
      }),
      { numRuns: 500 },
    );
  });

  it('measures the same, evidence and all, whether beginnings are reported late or at once', () => {
    fc.assert(
      fc.property(steps, (history) => {
        expect(live(history, true).measurement).toEqual(live(history, false).measurement);
      }),
      { numRuns: 500 },
    );
  });
});

/** Exchanges side by side on a few connections, each connection closed right after its last or all at the end. */
const exchangesSideBySide = fc.array(fc.record({ connection: fc.nat(5), lasts: fc.nat(6) }), {
  maxLength: 15,
});

const scriptOf = (exchanges: { connection: number; lasts: number }[], early: boolean): string => {
  const over = new Map<number, number>();
  const carried = new Map<number, number>();
  const lines = exchanges.map(({ connection, lasts }, n) => {
    const ordinal = (carried.get(connection) ?? 0) + 1;
    carried.set(connection, ordinal);
    const begin = n * 10 + connection + 1;
    const end = begin + 1000 * connection + 10 * lasts + 6;
    over.set(connection, Math.max(over.get(connection) ?? 0, end));
    const of = `#${connection + 1}`;
    return `${of} c2s ${begin}..${begin} x${ordinal}; ${of} s2c ${end - 3}..${end} x${ordinal}`;
  });
  for (const [connection, end] of over) {
    lines.push(`#${connection + 1} close ${early ? end + 0.5 : 9000 + connection}`);
  }
  return lines.join(';');
};

describe('folding', () => {
  it('gives the same measurement early or late', () => {
    fc.assert(
      fc.property(exchangesSideBySide, (exchanges) => {
        const early = measuringOf(scriptOf(exchanges, true)).measurement({ seq: 9999, at: 0 });
        expect(measuringOf(scriptOf(exchanges, false)).measurement({ seq: 9999, at: 0 })).toEqual({
          ...early,
          facts: { ...early.facts, newConnections: expect.anything() },
          varying: { ...early.varying, replaced: expect.anything() },
        });
      }),
      { numRuns: 200 },
    );
  });
});
