import { describe, expect, it } from 'vitest';
import type { Loss, Signal } from '../../../src/model/facts.ts';
import { english } from '../../../src/report/language/say.ts';
import { lossCounts, lossSections, lossWords, signalWords } from '../../../src/report/words/losses.ts';
import { plain, report, result } from '../fixtures.ts';

const loss = (more: Partial<Loss> = {}): Loss => ({
  ...{ connection: 1, exchange: 3, method: 'GET', target: '/a', how: "sent after the server's FIN", late: 3 },
  ...{ again: null, repeat: 'idempotent', ...more },
});
const place = { by: 'server', connection: 1, exchanges: 10, milliseconds: 1200 } as const;

describe('what was lost, in words', () => {
  it('is counted by how', () => {
    expect(lossCounts({ 'refused by the server': 1, "sent after the server's FIN": 2 }, english)).toBe(
      "3: refused by the server (1), sent after the server's FIN (2)",
    );
  });

  it.each([
    [
      {},
      "connection 1, exchange 3, GET /a: sent after the server's FIN, 3.0 ms too late; not asked again; safe to ask again: GET is idempotent",
    ],
    [
      {
        again: { connection: 2, exchange: 1, milliseconds: 1.2 },
        method: 'POST',
        repeat: 'perhaps-acted-on',
      },
      "connection 1, exchange 3, POST /a: sent after the server's FIN, 3.0 ms too late; asked again on connection 2, 1.2 ms later; not safe to ask again: POST is not idempotent, and may have been acted on",
    ],
    [
      { how: 'refused by the server', late: undefined, stream: 5, error: 7, repeat: 'not-acted-on' },
      'connection 1, stream 5, GET /a: refused by the server (REFUSED_STREAM); not asked again; safe to ask again: the server did not act on it',
    ],
    [
      { how: 'closed by the server within the answer', late: undefined, content: { came: 4, missing: 6 } },
      'connection 1, exchange 3, GET /a: closed by the server within the answer, 4 bytes came, 6 bytes are missing; not asked again; safe to ask again: GET is idempotent',
    ],
    [
      { how: 'closed by the server within the answer', late: undefined, content: { came: 4, missing: null } },
      'connection 1, exchange 3, GET /a: closed by the server within the answer, 4 bytes came, and it was not said how many were to come; not asked again; safe to ask again: GET is idempotent',
    ],
  ] as [Partial<Loss>, string][])('%o', (more, words) => {
    expect(lossWords(loss(more), english)).toBe(words);
  });

  it('shows nothing of the wire to the terminal as it is', () => {
    const words = lossWords(loss({ method: 'G\u001b[2JET', target: '/\u0007\n\u202e' }), english);
    expect(words).not.toMatch(/[\u0000-\u001f\u202e]/);
  });
});

describe('what changed what may be sent, in words', () => {
  it.each([
    [
      { ...place, what: 'GOAWAY', lastStream: 19, error: 0 },
      'GOAWAY from the server: NO_ERROR, last stream 19',
    ],
    [
      { ...place, by: 'client', what: 'GOAWAY', lastStream: 2 ** 31 - 1, error: 99 },
      'GOAWAY from the client: 0x63, no stream is left out yet',
    ],
    [
      { ...place, what: 'RST_STREAM', stream: 5, error: 7 },
      'RST_STREAM from the server on stream 5: REFUSED_STREAM',
    ],
    [{ ...place, what: 'limit-of-streams', most: 3 }, 'as many streams are open as the server allows: 3'],
    [
      { ...place, what: 'upgrade-refused', to: 'h2c', status: 200 },
      'upgrade to h2c refused, the answer is 200, without Upgrade',
    ],
    [
      { ...place, what: 'upgrade-refused', to: 'h2c', status: 426, said: 'websocket' },
      'upgrade to h2c refused, the answer is 426, with Upgrade: websocket',
    ],
  ] as [Signal, string][])('%o', (signal, words) => {
    expect(signalWords(signal, english)).toBe(`connection 1, after 10 requests, at 1.2 s: ${words}`);
  });
});

describe('sections', () => {
  const sections = (lost: Loss[], more = 0, signals: Signal[] = []) => {
    const one = result('one');
    one.varying.lost = { observed: { listed: lost, more } };
    one.varying.signals = { observed: { listed: signals, more: 0 } };
    return lossSections(report(one), 'observed', plain, '  ');
  };

  it('are none where there was nothing of the kind', () => {
    expect(sections([])).toEqual([]);
    expect(lossSections(report(result('one')), 'observed', plain)).toEqual([]);
  });

  it('tell of the first twelve, and how many more there were', () => {
    const [lines = [], other] = sections(
      Array.from({ length: 20 }, () => loss()),
      30,
    );
    expect(lines.filter((line) => line.includes('connection 1'))).toHaveLength(12);
    expect(lines.at(-1)).toBe('    … and 38 more');
    expect(lines.every((line) => line.length <= 100)).toBe(true);
    expect(other).toBeUndefined();
  });

  it('stand apart', () => {
    expect(sections([loss()], 0, [{ ...place, what: 'limit-of-streams', most: 3 }])).toHaveLength(2);
  });
});
