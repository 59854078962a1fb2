import { describe, expect, it } from 'vitest';
import { clientLeft } from '../../../src/model/trace.ts';
import { nothingPassed, type Passed, pass } from '../../../src/model/transcript.ts';
import { english } from '../../../src/report/language/say.ts';
import { strip } from '../../../src/report/words/strip.ts';
import { line } from '../fixtures.ts';

const fin = (direction: 'c2s' | 's2c', seq: number, how: 'FIN' | 'RST' = 'FIN') => ({
  direction,
  how,
  seq,
  at: 0,
});

describe('a strip', () => {
  it.each([
    ['exchanges one after another', 'c 1-1 x1, s 2-3 x1, c 4-4 x2, s 5-5 x2', '▶◀·▶◀'],
    ['requests in one piece, before any answer', 'c 1-1 x1, c 1-1 x2, s 2-2 x1, s 3-3 x2', '▶▶◀◀'],
    ['answers in one piece, then a request', 'c 1-1 x1, c 1-1 x2, s 2-2 x1, s 2-2 x2, c 3-3 x3', '▶▶◀◀·▶'],
    ['a pipelined batch after an exchange', 'c 1-1 x1, s 2-2 x1, c 3-3 x2, c 3-3 x3', '▶◀·▶▶'],
    ['an answer within its request', 'c 1-9 x1, s 3-12 x1', '▶⇄◀'],
    ['a request within the answer before it', 'c 1-1 x1, s 2-8 x1, c 5-5 x2, s 9-9 x2', '▶◀⇄◀◀'],
    ['streams side by side', 'c 1-4 x1, c 2-3 x2, s 5-8 x1, s 6-7 x2', '▶▶◀◀'],
    ['a request without an answer', 'c 1-1 x1', '▶'],
    ['a message that never ended', 'c 1- x1, s 2- x1', '▶⇄'],
    ['an answer that is late: the line is not idle', 'c 1-1 x1, c 5-5 x2, s 8-8 x1', '▶▶◀'],
    ['a push while the line is idle', 'c 1-1 x1, s 2-2 x1, push 5-5', '▶◀·◀'],
    ['a push beside an open request', 'c 1-1 x1, push 3-3, s 5-5 x1', '▶◀◀'],
    ['an exchange after a push', 'c 1-1 x1, push 3-3, s 5-5 x1, c 7-7 x2', '▶◀◀·▶'],
    ['records in turns', 'c 1-1, c 2-2, s 3-3, c 4-4', '▶▶◀·▶'],
    ['records from the server alone', 's 1-1, s 2-2, s 3-3', '◀◀◀'],
    ['nothing', '', '(no message)'],
  ])('shows %s', (_what, messages, shown) => {
    expect(strip(line(messages), english)).toBe(shown);
  });

  it('says who closed first', () => {
    const ends = [fin('s2c', 3), fin('c2s', 4)];
    expect(strip(line('c 1-1 x1, s 2-3 x1', { ends }), english)).toBe('▶◀■ server');
    expect(strip(line('c 1-1 x1, s 2-2 x1', { ends: [fin('c2s', 3, 'RST')] }), english)).toBe(
      '▶◀■ client (RST)',
    );
  });

  it('shows a half-close where it happened', () => {
    expect(strip(line('c 1-1 x1, s 5-5 x1', { ends: [fin('c2s', 2)] }), english)).toBe('▶■◀ client');
  });

  it('shows where the tap failed, with nothing of it raw', () => {
    expect(strip(line('', { error: 'ECONN\u001b' }), english)).toBe('(no message) (the tap failed: ECONN␛)');
    expect(strip(line('', { error: clientLeft }), english)).toBe(
      '(no message) (the client left before its server was reached)',
    );
  });

  it('shows of what is opaque who sent, and why there are no messages', () => {
    const passed: Passed = nothingPassed();
    for (const [direction, bytes] of [
      ['c2s', 5],
      ['c2s', 5],
      ['s2c', 0],
      ['s2c', 7],
      ['c2s', 1],
    ] as const)
      pass(passed, direction, bytes);
    const bytes = '11 bytes from the client, 7 bytes from the server';
    expect(strip(line('', { opaque: 'unknown', passed, ends: [fin('c2s', 9)] }), english)).toBe(
      `▶◀▶■ client (the protocol is not known, so there are no messages: ${bytes})`,
    );
    expect(strip(line('', { opaque: 'encrypted', passed }), english)).toBe(
      `▶◀▶ (encrypted, so there are no messages: ${bytes})`,
    );
    expect(strip(line('c 1-1 x1, s 2-2 x1', { opaque: 'tunnel', passed }), english)).toBe(
      `▶◀ (what the tunnel carried is not known; altogether ${bytes})`,
    );
  });

  it('says what a proxy said first, with nothing of it raw', () => {
    const control = (detail: Record<string, string | number>) => ({
      controls: [
        {
          ...{ connection: 1, seq: 1, at: 1, what: 'PROXY', from: 0, to: 9 },
          direction: 'c2s' as const,
          detail,
        },
      ],
    });
    const named = { version: 2, command: 'PROXY', family: 'UNIX', source: '/\u001b', destination: '/b' };
    expect(strip(line('c 1-1 x1', control({ ...named, more: 'ALPN h2' })), english)).toBe(
      '▶ (behind a proxy, whose PROXY header of version 2 says /␛ to /b, with ALPN h2)',
    );
    expect(strip(line('c 1-1 x1', control({ version: 2, command: 'LOCAL' })), english)).toBe(
      '▶ (behind a proxy, whose PROXY header of version 2 says LOCAL)',
    );
    expect(strip(line('c 1-1 x1', control({ version: 1, family: 'UNKNOWN' })), english)).toBe(
      '▶ (behind a proxy, whose PROXY header of version 1 says UNKNOWN)',
    );
  });

  it('is cut where it would be too long', () => {
    const many = Array.from({ length: 100 }, (_, index) => `s ${index + 1}-${index + 1}`).join(', ');
    expect(strip(line(many), english)).toBe(`${'◀'.repeat(80)}… (100 marks)`);
  });
});
