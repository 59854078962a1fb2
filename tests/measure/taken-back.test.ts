/**
 * A connection that turns out to be opaque is counted as if that had been known from the beginning, in its own figures
 * and in those of all others; and what never ended overlaps with nothing that came after it.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureRecording } from '../../src/assess/assess.ts';
import { measureStream } from '../../src/assess/observe.ts';
import type { Direction, TraceEvent } from '../../src/model/trace.ts';
import { measurementOf } from './script.ts';

const address = { host: '10.0.0.9', port: 7 };
const client = (nth: number) => ({ host: `10.0.0.${nth}`, port: 4000 });

interface Said {
  connection: number;
  direction: Direction;
  text: string;
}

/** Connections, each of a client, with what is said on them in this order; each `closes` after its last. */
const traceOf = (clients: number[], said: Said[], closes: boolean): TraceEvent[] => {
  const events: TraceEvent[] = [];
  const place = () => ({ seq: events.length + 1, at: events.length + 1 });
  const opened = new Set<number>();
  for (const [nth, { connection, direction, text }] of said.entries()) {
    if (!opened.has(connection)) {
      opened.add(connection);
      events.push({
        ...{ ...place(), type: 'open', connection, transport: 'tcp', control: false },
        front: { client: client(clients[connection - 1] ?? 1), tap: address },
        back: { tap: null, server: address },
      });
    }
    events.push({ ...place(), type: 'bytes', connection, direction, bytes: Buffer.from(text, 'latin1') });
    const isLast = !said.slice(nth + 1).some((later) => later.connection === connection);
    if (closes && isLast) {
      events.push({ ...place(), type: 'end', connection, direction: 's2c' });
      events.push({ ...place(), type: 'close', connection });
    }
  }
  return events;
};

const measured = (events: TraceEvent[]) => {
  const { varying: _, ...rest } = measureRecording({ question: 'test', events });
  return rest;
};

const talk = fc.array(
  fc.record({
    connection: fc.integer({ min: 1, max: 4 }),
    direction: fc.constantFrom<Direction>('c2s', 's2c'),
    text: fc.constantFrom('a\n', 'b\nc\n', 'd', 'e\n', '\n'),
  }),
  { maxLength: 20 },
);
const which = fc.integer({ min: 1, max: 4 });
const http = {
  c2s: 'GET / HTTP/1.1\r\n\r\n',
  s2c: 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
};
const clients = fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 4, maxLength: 4 });

describe('a connection that is opaque after all', () => {
  it('has left nothing, neither in its own counts nor in those of others', () => {
    fc.assert(
      fc.property(talk, clients, which, fc.boolean(), fc.boolean(), (all, of, one, closes, besideHttp) => {
        const said = all.map((each) =>
          besideHttp && each.connection !== one ? { ...each, text: http[each.direction] } : each,
        );
        const places = said.flatMap(({ connection }, nth) => (connection === one ? [nth] : []));
        fc.pre(places.length > 0);
        const late = said.map((each, nth) =>
          nth === places.at(-1) ? { ...each, text: `${each.text}\0` } : each,
        );
        const early = said.map((each, nth) =>
          nth === places[0] ? { ...each, text: `\0${each.text}` } : each,
        );
        expect(measured(traceOf(of, late, closes))).toEqual(measured(traceOf(of, early, closes)));
      }),
      { numRuns: 1000 },
    );
  });

  it('has shown nothing while it went on but what it shows so far', () => {
    const measuring = measureStream({ lab: 'test', target: 'x', on: null });
    const modes: string[] = [];
    for (const event of traceOf(
      [1],
      [
        { connection: 1, direction: 'c2s', text: 'one\n' },
        { connection: 1, direction: 's2c', text: 'two\n' },
        { connection: 1, direction: 'c2s', text: 'thr' },
        { connection: 1, direction: 'c2s', text: 'ee\n' },
        { connection: 1, direction: 's2c', text: 'four\n' },
        { connection: 1, direction: 'c2s', text: '\0' },
      ],
      false,
    )) {
      if (event.type === 'mark') continue;
      measuring.push(event);
      const { result } = measuring.soFar();
      const { protocol, exchanges } = result.facts?.observed ?? {};
      modes.push(`${protocol} ${exchanges} ${result.verdicts?.observed?.conversation.mode}`);
    }
    expect(modes).toEqual([
      'null 0 inconclusive',
      // The server may still answer in HTTP.
      'null 0 inconclusive',
      'records 1 inconclusive',
      'unknown 0 inconclusive',
      'records 1 inconclusive',
      'records 2 half-duplex',
      'unknown 0 inconclusive',
    ]);
  });

  it('is so with FIN, where that cuts a line', () => {
    const measuring = measureStream({ lab: 'test', target: 'x', on: null });
    const said: Said[] = [
      { connection: 1, direction: 'c2s', text: 'one\n' },
      { connection: 1, direction: 's2c', text: 'two\n' },
      { connection: 1, direction: 'c2s', text: 'three' },
    ];
    for (const event of traceOf([1], said, false)) if (event.type !== 'mark') measuring.push(event);
    measuring.push({ type: 'end', seq: 9, at: 9, connection: 1, direction: 'c2s' });
    expect(measuring.soFar().result.facts?.observed).toMatchObject({ protocol: 'unknown', exchanges: 0 });
  });

  it('remembers nothing of what was taken back', () => {
    const said = Array.from(
      { length: 5000 },
      (_, nth): Said => ({
        ...{ connection: 1, direction: nth % 2 === 0 ? 'c2s' : 's2c', text: 'a line\n' },
      }),
    );
    const { facts } = measured(
      traceOf([1], [...said, { connection: 1, direction: 'c2s', text: '\0' }], false),
    );
    expect(facts).toMatchObject({
      exchanges: 0,
      turnarounds: 0,
      messages: { c2s: 0, s2c: 0 },
      protocol: 'unknown',
    });
  });

  it('is the reason of no other, while it is lines so far', () => {
    const said: Said[] = [1, 2].flatMap((connection) => [
      { connection, direction: 'c2s', text: 'one\n' },
      { connection, direction: 's2c', text: 'two\n' },
    ]);
    expect(measured(traceOf([1, 1], said, false)).facts.newConnections).toEqual({});
    expect(measured(traceOf([1, 1], said, true)).groups.map(({ shape }) => shape.nextElsewhere)).toEqual([
      true,
      false,
    ]);
    expect(measured(traceOf([1, 2], said, true)).groups.map(({ shape }) => shape.nextElsewhere)).toEqual([
      false,
    ]);
  });
});

describe('a message that never ended', () => {
  it.each([
    ['overlaps with what began before its last byte', 'c2s 1.. x1 reached=3; s2c 2..4 x1', 1],
    ['not with what began after it', 'c2s 1.. x1 reached=1; s2c 2..4 x1', 0],
    ['of two with the one', 'c2s 1.. x1 reached=3; s2c 2..2 x1; s2c 5..6 x2', 1],
    ['nor where it was cut later', 'c2s 1..5 x1 cut reached=1; s2c 2..4 x1', 0],
    ['nor where its stream was reset', 'c2s 1..5 x1 reset reached=1; s2c 2..4 x1', 0],
    ['but one that ended goes on to its end', 'c2s 1..5 x1 reached=1; s2c 2..4 x1', 1],
    ['so does one that FIN ended', 's2c 1..5 x1 FIN reached=1; c2s 2..4 x2', 1],
    ['of a line nobody knows that it went on', 'c2s 1.. record reached=9; s2c 2..4 record', 0],
    ['nor where FIN ended it', 'c2s 1..9 record FIN reached=8; s2c 2..4 record', 0],
    ['but a whole line did', 'c2s 1..5 record reached=5; s2c 2..4 record', 1],
    ['a push does as others do', 'c2s 1..1 x1; s2c 2.. push reached=2; c2s 3..4 x2', 0],
    ['a push that goes on, too', 'c2s 1..1 x1; s2c 2.. push reached=5; c2s 3..4 x2', 1],
  ])('%s', (_, script, overlaps) => {
    const { facts, groups } = measurementOf(script);
    expect(facts.overlaps).toBe(overlaps);
    expect(groups[0]?.shape.overlap).toBe(overlaps > 0);
    expect(groups[0]?.shows.overlap === undefined).toBe(overlaps === 0);
  });
});
