import { describe, expect, it } from 'vitest';
import { headline } from '../../../src/report/run/headline.ts';
import { matrix } from '../../../src/report/run/matrix.ts';
import { twoByTwo } from '../../../src/report/run/two-by-two.ts';
import { answer, coloured, facts, failed, lenses, plain, report, result } from '../fixtures.ts';

const cell = (lab: string, connections: number, mode: 'simplex' | 'half-duplex' | 'inconclusive') =>
  report(
    result(lab, {
      facts: { reuse: facts(5, connections) },
      verdicts: { ordinary: lenses('half-duplex', mode) },
    }),
  );

const lesson = (modes: [string, 'simplex' | 'half-duplex' | 'inconclusive'][]) =>
  twoByTwo(
    modes.map(([lab, mode]) => cell(lab, mode === 'simplex' ? 5 : 1, mode)),
    plain,
  );

describe('the two by two', () => {
  it('reads the lesson off its columns', () => {
    expect(
      lesson([
        ['http10-short', 'simplex'],
        ['http10-keep-alive', 'half-duplex'],
        ['http11-close', 'simplex'],
        ['http11-keep-alive', 'half-duplex'],
      ]),
    ).toBe(`Five exchanges, one after another, with one factor changed at a time

            each closing                     keeping alive
────────    ─────────────────────────────    ────────────────────────────
HTTP/1.0    5 connections for 5 exchanges    1 connection for 5 exchanges
            simplex                          half-duplex
HTTP/1.1    5 connections for 5 exchanges    1 connection for 5 exchanges
            simplex                          half-duplex

→ The verdict follows the handling of the connection, not the version.`);
  });

  it.each([
    ['simplex', 'simplex', 'half-duplex', 'half-duplex', 'follows the version, not the handling'],
    ['simplex', 'simplex', 'simplex', 'simplex', 'All four verdicts are the same'],
    ['simplex', 'half-duplex', 'half-duplex', 'simplex', 'cannot be told: neither the rows nor the columns'],
    ['simplex', 'half-duplex', 'simplex', 'inconclusive', 'cannot be told: it takes a verdict in each'],
  ] as const)('says of %s, %s, %s, %s that it %s', (a, b, c, d, said) => {
    expect(
      lesson([
        ['http10-short', a],
        ['http10-keep-alive', b],
        ['http11-close', c],
        ['http11-keep-alive', d],
      ]),
    ).toContain(said);
  });

  it('says which cell is missing and which failed', () => {
    const text = twoByTwo([cell('http10-short', 5, 'simplex'), report(failed('http11-close'))], plain);
    expect(text).toContain('HTTP/1.0    5 connections for 5 exchanges    not run\n            simplex');
    expect(text).toContain('HTTP/1.1    ? (failed)                       not run');
    expect(text).toContain('cannot be told');
  });

  it('is left out where none of its labs was run', () => {
    expect(twoByTwo([report(result('socket'))], plain)).toBe('');
  });
});

describe('the headline table', () => {
  const reports = [
    report(
      result('http11-pool', {
        facts: { reuse: facts(5, 2), burst: facts(8, 6) },
        answers: { 'hang-up': answer('no', 'server') },
        verdicts: {
          ordinary: lenses('half-duplex', 'half-duplex'),
          limit: lenses('full-duplex', 'half-duplex'),
        },
        permits: { mode: 'full-duplex', rfc: 'RFC 9110 §7.5' },
        textbook: { says: 'half-duplex' },
      }),
    ),
    report(
      result('http11-close', {
        facts: { reuse: facts(5, 5), burst: facts(8, 8) },
        answers: { 'hang-up': answer('yes') },
        verdicts: { ordinary: lenses('half-duplex', 'simplex'), limit: lenses('inconclusive', 'simplex') },
        permits: { mode: null, rfc: 'RFC 1945 §1.3' },
        textbook: { says: 'half-duplex' },
      }),
    ),
    report(
      result('socket', {
        verdicts: { observed: lenses('simplex', 'inconclusive') },
        textbook: { says: 'simplex' },
      }),
    ),
    report(failed('broken')),
  ];

  it('has a row a lab, and derives whether the textbook holds', () => {
    expect(headline(reports, plain).split('\n\n')[0]).toBe(
      [
        '              5 in  8 at  hangs   ordinary:  conver-  at limit:  spec     textbook',
        'lab           turn  once  up      wire       sation   wire       permits  says      holds?',
        '────────────  ────  ────  ──────  ─────────  ───────  ─────────  ───────  ────────  ──────',
        'http11-pool   5/2   8/6   stays   half       half     full       full     half      yes',
        'http11-close  5/5   8/8   server  half       simplex  ?          silent   half      no',
        'socket        –     –     –       simplex    ?        –          –        simplex   ?',
        'broken        ?     ?     ?       ?          ?        ?          –        –         –',
        '(failed)',
      ].join('\n'),
    );
  });

  it('names the section of each permission under it', () => {
    expect(headline(reports, plain)).toContain(
      '  full-duplex, RFC 9110 §7.5  http11-pool\n  silent, RFC 1945 §1.3       http11-close',
    );
  });

  it('is laid out the same in colour', () => {
    const bare = headline(reports, coloured).replaceAll('\u001b[31m', '').replaceAll('\u001b[39m', '');
    expect(bare).toBe(headline(reports, plain));
  });
});

describe('the matrix', () => {
  const answers = {
    reuse: answer('yes'),
    multiplex: answer('no', 'client'),
    initiative: answer('alongside a request'),
    idle: answer('not applicable'),
    'half-close': answer('inconclusive'),
  };

  it('shows each answer, who refused, and what was not asked', () => {
    const reports = [
      report(result('one', { answers })),
      report(result('two', { answers: { reuse: answer('no', 'protocol') } })),
      report(failed('broken')),
    ];
    expect(matrix(reports, plain).split('\n\n')[0]).toBe(
      [
        '               multi-  initi-        half-',
        '     reuse     plex    ative   idle  close',
        '───  ────────  ──────  ──────  ────  ─────',
        'one  yes       no      push    n/a   ?',
        '               client',
        'two  no        –       –       –     –',
        '     protocol',
      ].join('\n'),
    );
  });

  it('puts questions of single labs below, and leaves out what has a table of its own', () => {
    const alone = { boundaries: answer('yes', null, 'they did'), delivery: answer('yes') };
    expect(matrix([report(result('ws', { answers: alone }))], plain)).toBe(
      'Asked of single labs\n  - ws: do messages that arrive in one piece stay apart? yes: they did',
    );
  });

  it('fits 100 columns where its cells are the widest there can be', () => {
    const questions =
      'reuse burst multiplex overtake interlock crossing initiative hang-up idle half-close'.split(' ');
    const answers = Object.fromEntries(questions.map((question) => [question, answer('no', 'protocol')]));
    const [shown = ''] = matrix([report(result('x'.repeat(40), { answers }))], plain).split('\n\n');
    expect(Math.max(...shown.split('\n').map((row) => row.length))).toBe(100);
  });

  it('is empty where nothing was asked', () => {
    expect(matrix([report(failed('broken'))], plain)).toBe('');
  });
});
