import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findings } from '../../../src/report/run/findings.ts';
import { summary } from '../../../src/report/run/report.ts';
import { answer, asTold, facts, failed, lenses, plain, report, result, verdict } from '../fixtures.ts';

const mode = fc.constantFrom('simplex', 'half-duplex', 'full-duplex' as const);
const found = fc.constantFrom('simplex', 'half-duplex', 'full-duplex', 'inconclusive' as const);
const figure = fc.nat(100_000_000);
const short = fc.string({ unit: 'binary', maxLength: 30 });
const hostile = fc.oneof(
  short,
  short.map((text) => text.repeat(20)),
);
const word = fc.constantFrom('yes', 'no', 'alongside a request', 'not applicable', 'inconclusive' as const);
const cause = fc.constantFrom(null, 'protocol', 'server', 'client', 'bench' as const);
const questions = 'reuse burst multiplex overtake interlock initiative hang-up idle half-close'.split(' ');

const anyResult = fc
  .record({
    lab: fc.oneof(
      hostile,
      fc.constantFrom('http10-short', 'http11-close', 'http10-keep-alive', 'http11-keep-alive'),
    ),
    counts: fc.array(figure, { minLength: 4, maxLength: 4 }),
    answers: fc.array(fc.tuple(word, cause), { minLength: questions.length, maxLength: questions.length }),
    odd: hostile,
    verdicts: fc.option(fc.tuple(found, found, found)),
    says: fc.option(mode),
    permits: fc.option(fc.record({ mode: fc.option(mode), rfc: hostile })),
    outcome: fc.constantFrom('ran', 'failed', 'timed-out', 'skipped' as const),
    message: hostile,
  })
  .map(
    ({
      lab,
      counts: [a = 0, b = 0, c = 0, d = 0],
      answers,
      odd,
      verdicts,
      says,
      permits,
      outcome,
      message,
    }) =>
      result(lab, {
        outcome,
        error: outcome === 'ran' ? null : { code: 'ERROR', reason: asTold(message) },
        facts: { reuse: facts(a, b), burst: facts(c, d) },
        answers: Object.fromEntries([
          ...questions.map((question, index) => {
            const [of, by] = answers[index] ?? ['yes', null];
            return [question, answer(of, by, message)];
          }),
          [`_${odd}`, answer('yes', null, message)],
        ]),
        verdicts: verdicts && {
          ordinary: { wire: verdict(verdicts[0], message), conversation: verdict(verdicts[1], message) },
          limit: lenses(verdicts[2], verdicts[1]),
        },
        prediction: { ordinary: { wire: 'simplex' }, limit: { conversation: 'full-duplex' } },
        permits,
        textbook: { says },
      }),
  );

describe('the summary', () => {
  it('is never wider than 100 columns, and sends no control character, whatever was found', () => {
    fc.assert(
      fc.property(fc.array(anyResult, { maxLength: 5 }), (results) => {
        const text = summary(
          results.map((one) => report(one)),
          plain,
        );
        expect(text).not.toMatch(
          /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u,
        );
        for (const line of text.split('\n')) expect(columns(line)).toBeLessThanOrEqual(100);
      }),
      { numRuns: 60 },
    );
  });

  it('begins with TCP and goes on with how to go on', () => {
    const text = summary([report(result('http11-keep-alive', { verdicts: {} }))], plain);
    expect(text).toMatch(/^TCP is full-duplex below every version of HTTP/);
    expect(text).toContain('npm run lab -- explain http11-keep-alive ');
    expect(text).toContain('npm run lab -- run http11-keep-alive ');
  });

  it('still reports the other labs beside one that failed', () => {
    const text = summary([report(failed('broken')), report(result('whole'))], plain);
    expect(text).toContain('\nwhole ');
    expect(text).toContain('1 lab did not run to the end\n  - broken: failed: the port is in use');
  });
});

describe('the findings', () => {
  const judged = (lab: string, wire: Parameters<typeof verdict>[0], conversation: typeof wire) =>
    report(
      result(lab, { verdicts: { ordinary: lenses(wire, conversation) }, textbook: { says: 'simplex' } }),
    );

  it('say where the textbook holds, where not, and where it could not be told', () => {
    const text = findings(
      [
        judged('a', 'simplex', 'simplex'),
        judged('b', 'simplex', 'half-duplex'),
        judged('c', 'simplex', 'inconclusive'),
      ],
      plain,
    );
    expect(text).toBe(`In conversation, the textbook's word holds for 1 of 3 labs
  = a: simplex, as the textbook says: it is simplex
  ≠ b: half-duplex, where the textbook says simplex: it is half-duplex
  ? c: could not be told, where the textbook says simplex: it is inconclusive`);
  });

  it('say where the wire differs from the textbook, labs of one verdict together', () => {
    const text = findings(
      [judged('a', 'half-duplex', 'simplex'), judged('b', 'half-duplex', 'simplex')],
      plain,
    );
    expect(text).toContain(`On the wire, in ordinary use, the textbook's word does not hold for
  - a, b: half-duplex, and not simplex: it is half-duplex`);
  });

  it('say which predictions were wrong, at which level and under which lens', () => {
    const predicted = result('a', {
      verdicts: { ordinary: lenses('half-duplex', 'simplex'), limit: lenses('inconclusive', 'simplex') },
      prediction: { ordinary: { wire: 'simplex', conversation: 'simplex' }, limit: { wire: 'full-duplex' } },
    });
    expect(findings([report(predicted)], plain)).toBe(`Predictions that proved wrong (a finding, not an error)
  - a, wire lens, in ordinary use: predicted simplex, found half-duplex: it is half-duplex`);
  });

  it('say so where all predictions were right', () => {
    const predicted = result('a', {
      verdicts: { ordinary: lenses('simplex', 'simplex') },
      prediction: { ordinary: { wire: 'simplex' } },
    });
    expect(findings([report(predicted)], plain)).toMatch(/^Every prediction .* proved right\.$/);
  });
});

/** Characters, which is as many columns for all that take one, and never more columns than the terminal uses. */
const columns = (line: string): number => [...line].filter((character) => !/\p{M}/u.test(character)).length;
