/**
 * Answers from transcripts alone: every no names who refused, and what could not be told is no no. Numbers are places in
 * the order of the trace: `requestAt: [10, 30]` is a request whose first byte came at 10 and its last at 30. A gate is
 * closed at 1 and released at 50. An answer is spelled with its cause: 'no·server'.
 */
import { describe, expect, it } from 'vitest';
import { type PlainReasonId, reason } from '../../src/model/reason.ts';
import { questionById } from '../../src/questions/questions.ts';
import { answer, type Client, exchange, gate } from './answer.ts';
import { type Connected, type Exchanged, type Place, transcript } from './transcript.ts';

describe('reuse', () => {
  const five = (connections: number, more: Partial<Exchanged> = {}, connection: Connected = {}) =>
    Array.from({ length: connections }, (_, index) => ({
      ...connection,
      exchanges: [1, 2, 3, 4, 5]
        .filter((nth) => nth % connections === index)
        .map((nth) => exchange(`/reuse/${nth}`, 10 * nth, more)),
    }));

  it('is yes only if one connection carried all', () => {
    expect(answer('reuse', five(1))).toBe('yes');
    expect(answer('reuse', five(2))).toBe('no·client');
  });

  it('could not be told from fewer exchanges, or from one without an answer', () => {
    expect(answer('reuse', [{ exchanges: [exchange('/reuse/1', 10)] }])).toBe('inconclusive');
    const [connection] = five(1);
    const last = connection?.exchanges.at(-1);
    if (last) delete last.responseAt;
    expect(answer('reuse', connection ? [connection] : [])).toBe('inconclusive');
  });

  it.each<[PlainReasonId, string, Partial<Exchanged>, Connected, Client]>([
    ['refusal.client-asked-to-close', 'no·client', { requestFields: { connection: 'close' } }, {}, 'library'],
    [
      'refusal.client-asked-to-close',
      'no·bench',
      { requestFields: { connection: 'Close, TE' } },
      {},
      'bench',
    ],
    [
      'refusal.server-announced-to-close',
      'no·server',
      { responseFields: { connection: 'close' } },
      {},
      'library',
    ],
    [
      'refusal.not-agreed',
      'no·server',
      { requestFields: { connection: 'keep-alive' }, responseFields: { persistent: false } },
      {},
      'bench',
    ],
    ['refusal.no-keep-alive', 'no·protocol', { responseFields: { persistent: false } }, {}, 'bench'],
    ['refusal.server-ended', 'no·server', {}, { ends: [['s2c', 'FIN', 99]] }, 'library'],
    ['refusal.client-chose-another', 'no·client', {}, { ends: [['c2s', 'FIN', 99]] }, 'library'],
    ['refusal.client-chose-another', 'no·bench', {}, {}, 'bench'],
  ])('says who is the cause, and why: %s, %s', (why, expected, more, connection, client) => {
    const connections = five(5, more, connection);
    expect(answer('reuse', connections, { client })).toBe(expected);
    expect(questionById('reuse')?.finding(transcript(connections), { client }).reason).toEqual(
      reason('reuse.several-connections', { n: 2, m: 5, why: reason(why) }),
    );
  });
});

describe('burst', () => {
  const eight = Array.from({ length: 8 }, (_, index) => exchange(`/burst/${index + 1}`, 10 * (index + 1)));

  it('is yes for one connection, and no for two', () => {
    expect(answer('burst', [{ exchanges: eight }])).toBe('yes');
    expect(answer('burst', [{ exchanges: eight.slice(0, 7) }, { exchanges: eight.slice(7) }])).toBe(
      'no·client',
    );
  });

  it('could not be told from seven', () => {
    expect(answer('burst', [{ exchanges: eight.slice(0, 7) }])).toBe('inconclusive');
  });
});

describe('multiplex', () => {
  const a = (end: number): Exchanged => ({
    path: '/multiplex/a',
    requestAt: [10, 10],
    responseAt: [20, end],
  });
  const b = (begin: number): Exchanged => exchange('/multiplex/b', begin);
  const gates = gate('the end of A', 'cause');

  it('is yes where the second request came before the end of the first answer, and released it', () => {
    expect(answer('multiplex', [{ exchanges: [a(60), b(30)] }], { gates })).toBe('yes');
  });

  it("is the server's no where it took up the second request only after the gate was opened by hand", () => {
    expect(
      answer('multiplex', [{ exchanges: [a(60), b(30)] }], { gates: gate('the end of A', 'hand') }),
    ).toBe('no·server');
  });

  it("is the client's no where it sent the second request only after the first answer", () => {
    const connections = [{ exchanges: [a(60), b(70)] }];
    expect(answer('multiplex', connections, { gates: gate('the end of A', 'hand') })).toBe('no·client');
    expect(answer('multiplex', connections, { gates, client: 'bench' })).toBe('no·bench');
  });

  it("is the server's no where its setting allows one stream", () => {
    const settings: Connected['controls'] = [['s2c', 'SETTINGS', 5, { MAX_CONCURRENT_STREAMS: 1 }]];
    expect(
      answer('multiplex', [{ exchanges: [a(60), b(70)], controls: settings }], { gates, version: '2' }),
    ).toBe('no·server');
  });

  it('is a no at once on another connection', () => {
    expect(answer('multiplex', [{ exchanges: [a(60)] }, { exchanges: [b(30)] }], { gates })).toBe(
      'no·client',
    );
  });

  it('could not be told where an exchange did not finish, or the gate was never released', () => {
    expect(answer('multiplex', [{ exchanges: [a(60)] }], { gates })).toBe('inconclusive');
    expect(answer('multiplex', [{ exchanges: [a(60), b(30)] }])).toBe('inconclusive');
  });
});

describe('overtake', () => {
  const a = (begin: number): Exchanged => ({
    path: '/overtake/a',
    requestAt: [10, 10],
    responseAt: [begin, begin + 2],
  });
  const b: Exchanged = { path: '/overtake/b', requestAt: [20, 20], responseAt: [30, 32] };
  const gates = gate('all of A', 'cause');

  it('is yes where the second answer was whole before the first began', () => {
    expect(answer('overtake', [{ exchanges: [a(40), b] }], { gates })).toBe('yes');
  });

  it('is forbidden by HTTP/1.x, and kept back by an HTTP/2 server', () => {
    const connections = [{ exchanges: [a(25), b] }];
    expect(answer('overtake', connections, { gates })).toBe('no·protocol');
    expect(answer('overtake', connections, { gates, version: '2' })).toBe('no·server');
  });

  it("is the client's no where it asked only after the first answer", () => {
    expect(answer('overtake', [{ exchanges: [a(12), b] }], { gates })).toBe('no·client');
  });
});

describe('interlock', () => {
  const interlocked = (requestAt: Place, responseAt: Place) => [
    { exchanges: [{ path: '/interlock', requestAt, responseAt }] },
  ];
  const byCause = gate('the next part', 'cause');
  const byHand = gate('the next part', 'hand');

  it('is yes where the parts alternated on the wire', () => {
    expect(answer('interlock', interlocked([10, 30], [20, 40]), { gates: byCause })).toBe('yes');
    expect(answer('interlock', interlocked([10, 15], [20, 40]), { gates: byCause })).toBe('inconclusive');
  });

  it('names who held back: the server, or the client before or after the first part', () => {
    expect(answer('interlock', interlocked([10, 60], [70, 80]), { gates: byHand })).toBe('no·server');
    expect(answer('interlock', interlocked([55, 60], [70, 80]), { gates: byHand })).toBe('no·client');
    expect(answer('interlock', interlocked([10, 60], [20, 80]), { gates: byHand, client: 'bench' })).toBe(
      'no·bench',
    );
  });
});

describe('hang-up', () => {
  const ended = (ends: Connected['ends']) => [
    { exchanges: [exchange('/hang-up', 10)], ...(ends ? { ends } : {}) },
  ];
  const gates = gate('the last byte of the answer', 'hand');

  it("is yes only if the server's FIN came while the last byte was withheld", () => {
    expect(answer('hang-up', ended([['s2c', 'FIN', 40]]), { gates })).toBe('yes');
    expect(answer('hang-up', ended([['s2c', 'FIN', 60]]), { gates })).toBe('no·server');
    expect(answer('hang-up', ended([['c2s', 'FIN', 40]]), { gates })).toBe('no·server');
  });
});

describe('idle', () => {
  const connections = (ends: Connected): Connected[] =>
    [1, 2, 3].map((nth) => ({ exchanges: [exchange(`/idle/${nth}`, 10 * nth)], ...ends }));
  const hungUp = (who: 'client' | 'server', How: string) => reason('idle.hung-up', { who, How });
  const because = (ends: Connected) =>
    questionById('idle')?.finding(transcript(connections(ends)), { client: 'bench' }).reason;

  it('says who hung up, and how', () => {
    expect(because({ ends: [['s2c', 'FIN', 80]] })).toEqual(hungUp('server', 'FIN'));
    expect(because({ ends: [['c2s', 'RST', 80]] })).toEqual(hungUp('client', 'RST'));
  });

  it('takes GOAWAY for the hang-up, whoever sends the first FIN after it', () => {
    const controls: Connected['controls'] = [['s2c', 'GOAWAY', 70]];
    const expected = hungUp('server', 'GOAWAY');
    expect(because({ controls, ends: [['c2s', 'FIN', 80]] })).toEqual(expected);
    expect(because({ controls, ends: [['s2c', 'FIN', 80]] })).toEqual(expected);
    expect(because({ controls, ends: [['s2c', 'FIN', 60]] })).toEqual(hungUp('server', 'FIN'));
  });

  it('could not be told where nobody hung up', () => {
    expect(answer('idle', connections({}))).toBe('inconclusive');
  });

  it('does not apply where the answer ends the connection', () => {
    const closing = [1, 2, 3].map((nth) => ({
      exchanges: [exchange(`/idle/${nth}`, 10 * nth, { responseFields: { persistent: false } })],
    }));
    expect(answer('idle', closing)).toBe('not applicable');
  });
});

describe('half-close', () => {
  const fin: Connected['ends'] = [['c2s', 'FIN', 20]];
  const respondedAt = (responseAt?: Place): Exchanged => ({
    path: '/half-close',
    requestAt: [10, 10],
    ...(responseAt ? { responseAt } : {}),
  });

  it("is yes where the answer began after the client's FIN", () => {
    expect(answer('half-close', [{ exchanges: [respondedAt([30, 31])], ends: fin }])).toBe('yes');
    expect(answer('half-close', [{ exchanges: [respondedAt([15, 16])], ends: fin }])).toBe('inconclusive');
  });

  it('is no where the server gave up, and not where it only is silent', () => {
    expect(answer('half-close', [{ exchanges: [respondedAt()], ends: [...fin, ['s2c', 'FIN', 30]] }])).toBe(
      'no·server',
    );
    expect(answer('half-close', [{ exchanges: [respondedAt()], ends: fin }])).toBe('inconclusive');
    expect(answer('half-close', [{ exchanges: [respondedAt()] }])).toBe('inconclusive');
  });
});
