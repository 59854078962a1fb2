/** The table of all rules: each is broken by a case of a suite, at the side that can break it, and just kept by another. */
import { expect, it } from 'vitest';
import { type RuleId, rules } from '../../src/model/rules/rules.ts';
import { around } from './around.ts';
import { http1 } from './http1/http1.ts';
import { http2 } from './http2/http2.ts';
import type { SuiteCase } from './suite.ts';
import { webSocket, webSocketCompressed } from './websocket/websocket.ts';

const cases: SuiteCase[] = [around, http1, http2, webSocket, webSocketCompressed].flatMap(
  (suite) => suite.cases,
);

/** What is refused for its length takes more bytes than can be cut in all ways: tests/dissect holds it. */
const long = /\.(long|large-section)/;

const all = Object.entries(rules).filter(([id]) => !long.test(id));

it.each(all)('%s is broken by one, at its side, and just kept by another', (id, { grade, side, rfc }) => {
  const broken = cases.filter(({ faults = [] }) => faults.some((fault) => fault.endsWith(` ${grade} ${id}`)));
  expect(
    broken.map((one) => one.rfc),
    'is broken where it stands',
  ).toContain(rfc);
  for (const { faults = [] } of broken) {
    const own = faults.filter((fault) => fault.endsWith(` ${id}`));
    const sides = new Set(own.map((fault) => fault.split(' ', 1)[0]));
    if (side !== 'either') expect([...sides]).toEqual([side]);
  }
  const kept = cases.filter(({ keeps = [] }) => [keeps].flat().includes(id as RuleId));
  expect(kept, 'is just kept').not.toEqual([]);
  for (const { faults = [], name } of kept) {
    expect(
      faults.filter((fault) => fault.endsWith(` ${id}`)),
      name,
    ).toEqual([]);
  }
});
