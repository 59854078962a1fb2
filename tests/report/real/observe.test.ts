/** The table of `observe`, from results written by hand. */
import { describe, expect, it } from 'vitest';
import type { Damage, Facts, Measurement } from '../../../src/model/facts.ts';
import type { LabReport } from '../../../src/model/report.ts';
import { type LabResult, nothingVaries } from '../../../src/model/result.ts';
import { observeTable } from '../../../src/report/real/observe.ts';
import { width } from '../../../src/report/words/text.ts';
import { asTold, brokenBy, plain } from '../fixtures.ts';

const usual: Facts = {
  connections: 3,
  exchanges: 11,
  messages: { c2s: 11, s2c: 10 },
  exchangesPerConnection: [5, 5, 1],
  reusedExchanges: 8,
  turnarounds: 19,
  switchBacks: 8,
  overlaps: 2,
  crossings: 0,
  unasked: 0,
  maxConcurrentExchanges: 1,
  newConnections: { 'all others busy': 2 },
  protocol: 'HTTP/1.1',
};

interface Said {
  facts?: Partial<Facts> | null;
  target?: string;
  because?: string;
  faults?: string[];
  damage?: string[];
  firstFin?: string[];
  bytes?: { c2s: number; s2c: number } | null;
}

const verdict = (because: string) => ({
  mode: 'half-duplex' as const,
  reason: asTold(because),
  evidence: [],
});

function shown(said: Said = {}): string {
  const { facts, target = '127.0.0.1:8080', because = 'one after the other', faults = [] } = said;
  const { bytes = { c2s: 1, s2c: 2000 }, firstFin = ['client', 'none', 'client'] } = said;
  const result: LabResult = {
    ...{ lab: 'observe', title: target, subject: target, target, version: '1.1', outcome: 'ran' },
    ...{ error: null, answers: {}, permits: null, textbook: { says: null }, prediction: null },
    facts: facts === null ? null : { observed: { ...usual, ...facts } },
    verdicts: { observed: { wire: verdict(because), conversation: verdict(because) } },
    faults: faults.map((what) => brokenBy('client', { question: 'observed', reason: asTold(what) })),
    varying: {
      ...nothingVaries(),
      bytes: bytes ? { observed: bytes } : {},
      firstFin: { observed: firstFin },
    },
  };
  const damage = (said.damage ?? []).map(
    (text): Damage => ({ kind: 'cut', connection: 2, reason: asTold(text) }),
  );
  const { answers: _, ...known } = result;
  const report: LabReport = {
    ...{ result, transcripts: [] },
    stored: { description: { ...known, client: 'library', ordinary: [], questions: [] }, recordings: [] },
    measurements: [{ damage } as unknown as Measurement],
  };
  return observeTable(report, plain);
}

/** What stands in the line that begins so. */
const row = (text: string, name: string): string | undefined =>
  text
    .split('\n')
    .find((line) => line.startsWith(`  ${name} `))
    ?.slice(24);

describe('the table of observe', () => {
  it.each([
    ['protocol', 'HTTP/1.1'],
    ['connections', '3'],
    ['exchanges', '11: 5 each on 2 connections, 1 on 1 connection'],
    ['on a line used again', '8'],
    ['new connections', 'all others busy (2)'],
    ['messages', '11 from the client, 10 from the server'],
    ['most at once', '1 exchange on one connection'],
    ['turnarounds', '19, of them 8 back to the client'],
    ['overlaps', '2'],
    ['unasked', '0'],
    ['first FIN or RST', 'client 2, 1 still open'],
    ['bytes', '1 byte from the client, 2000 bytes from the server'],
  ])('says of %s: %s', (name, text) => {
    expect(row(shown(), name)).toBe(text);
  });

  it('has the server in its title, and both verdicts with their reason', () => {
    const lines = shown().split('\n');
    expect(lines[0]).toBe('What crossed between the clients and 127.0.0.1:8080');
    expect(lines.filter((line) => line.includes('half-duplex'))).toHaveLength(2);
    expect(shown()).toContain('one after the other');
  });

  it('tells what was not recognised from what was not there', () => {
    expect(row(shown({ facts: { protocol: null } }), 'protocol')).toBe('not recognised');
    const nobody = shown({
      facts: { protocol: null, connections: 0, exchanges: 0, exchangesPerConnection: [], newConnections: {} },
      ...{ firstFin: [], bytes: null },
    });
    for (const name of ['protocol', 'new connections', 'first FIN or RST', 'bytes'])
      expect(row(nobody, name)).toBe('–');
    expect(row(nobody, 'exchanges')).toBe('0');
  });

  it('is empty where nothing was measured', () => {
    expect(shown({ facts: null })).toBe('');
  });

  it('speaks of violations and of uncertainty only where there are any', () => {
    expect(shown()).not.toContain('uncertain');
    expect(shown()).not.toContain('a malformed request line');
    const text = shown({ faults: ['a malformed request line'], damage: ['a request was not finished'] });
    expect(text).toContain('a malformed request line');
    expect(text).toContain('What makes a verdict uncertain\n  connection 2: a request was not finished\n');
  });

  it('shows twelve reasons for uncertainty, and how many more there are', () => {
    const text = shown({ damage: Array.from({ length: 15 }, (_, nth) => `reason ${nth + 1} of all`) });
    expect(text).toContain('reason 12 of all');
    expect(text).not.toContain('reason 13 of all');
    expect(text).toContain('… and 3 more');
  });

  it('shows twelve loads of connections, and how many more there are', () => {
    const exchangesPerConnection = Array.from({ length: 14 }, (_, nth) => nth);
    const text = shown({ facts: { exchangesPerConnection } }).replaceAll(/\s+/g, ' ');
    expect(text).toContain('11 on 1 connection and 2 more');
    expect(text).not.toContain('12 on 1 connection');
  });
});

describe('what others wrote', () => {
  const hostile = '\x1b[31mred\x07\r\n\u202egnp\u2028\u009b2J';

  it('never commands the terminal, wherever it stands', () => {
    const text = shown({
      facts: { protocol: hostile, newConnections: { [hostile]: 1 } },
      ...{ target: hostile, because: hostile, faults: [hostile], damage: [hostile] },
      firstFin: [hostile],
    });
    expect(text.match(/red/g)?.length).toBeGreaterThanOrEqual(7);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(text).not.toMatch(/^.?.?gnp/m);
  });

  it('is never wider than 100 columns, whatever its letters', () => {
    for (const long of ['word '.repeat(300), 'x'.repeat(1500), '漢'.repeat(700)]) {
      const text = shown({
        facts: { protocol: long, newConnections: { [long]: 1, [`${long}!`]: 2 } },
        ...{ target: long, because: long, faults: [long], damage: [long], firstFin: [long] },
      });
      const tooWide = text.split('\n').filter((line) => width(line) > 100);
      expect(tooWide).toEqual([]);
    }
  });
});
