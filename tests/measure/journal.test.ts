/** Whoever follows what connections told comes to what was counted: of histories in which much concerns more than one of them. */
import { describe, expect, it } from 'vitest';
import { shifted } from '../../src/commands/read/parts/shift.ts';
import type { Step } from '../../src/measure/journal/step.ts';
import { measure } from '../../src/measure/measure.ts';
import { measuringOf } from './script.ts';

const histories: Record<string, string> = {
  'a request that is lost, and answered after all':
    'goaway s2c 1 0 last=1; c2s 2..2 x1 s3 2; s2c 3..3 x1 s3 2; close 4',
  'a request that is lost, and asked again elsewhere':
    '#1 c2s 1..1 x1 GET /a; #1 FIN s2c 2; #1 close 3; #2 c2s 4..4 x1 GET /a; #2 s2c 5..5 x1; #2 close 6',
  'a connection that the server closed while idle, and one that replaced it':
    '#1 c2s 1..1 x1; #1 s2c 2..2 x1; #1 FIN s2c 3; #1 close 4; #2 c2s 5..5 x1; #2 s2c 6..6 x1; #2 close 7',
  'one that was busy, another client, and what was said of it later':
    '#2 from 10.0.0.7; #1 c2s 1..1 x1; #2 c2s 2..2 x1; #2 s2c 3..3 x1; #2 close 4; #3 c2s 5..5 x1; #1 s2c 6..6 x1; #3 s2c 7..7 x1; #1 close 8; #3 close 9',
  'damage, an error, a signal':
    '#1 c2s 1..1 x1 2; #1 rst-stream s2c 2 1 error=7; #1 violation s2c 3; #1 close 4; #2 c2s 5..5 x1; #2 gap s2c 6; #2 RST s2c 7; #2 close 8',
};

describe('what connections told', () => {
  it.each(Object.entries(histories))('of %s can be followed', (_, script) => {
    const steps: Step[] = [];
    const end = { seq: 9999, at: 9_000_000 };
    const counted = measuringOf(script, undefined, { add: (step) => steps.push(step) }).conclusion(end);
    const following = measure('test');
    for (const step of JSON.parse(JSON.stringify(steps))) following.follow(step);
    expect(following.conclusion(end)).toEqual(counted);
  });

  it('is told later with every place in it later', () => {
    const steps: Step[] = [];
    for (const script of Object.values(histories))
      measuringOf(script, undefined, { add: (step) => steps.push(structuredClone(step)) }).conclusion({
        seq: 99,
        at: 99,
      });
    const by = { seq: 1000, at: 5000 };
    const places = new Set(['seq', 'since', 'asked', 'begin', 'end', 'begunUntold']);
    const moved = (one: unknown, name = ''): unknown => {
      if (typeof one === 'number' && places.has(name)) return one + by.seq;
      if (typeof one === 'number' && (name === 'at' || name === 'on')) return one + by.at;
      if (Array.isArray(one)) return one.map((each) => moved(each));
      if (typeof one !== 'object' || one === null) return one;
      return Object.fromEntries(Object.entries(one).map(([key, value]) => [key, moved(value, key)]));
    };
    expect(steps.length).toBeGreaterThan(40);
    for (const step of steps) expect(shifted(step, by)).toEqual(moved(step));
  });
});
