/** What becomes of an idle connection behind, on traces written by hand. */
import { describe, expect, it } from 'vitest';
import {
  behindIn,
  idleEnds,
  keepsNone,
  raceFinding,
  renewalFinding,
} from '../../../src/assess/through/idle.ts';
import { reason } from '../../../src/model/reason.ts';
import type { Recording } from '../../../src/model/recording.ts';
import { renewalRequests } from '../../../src/model/scripts/through.ts';
import {
  answer,
  clientReceives,
  clientSends,
  get,
  onAnother,
  originReceives,
  originSends,
  recording,
  type Step,
} from './recordings.ts';

const exchange = (name: string): Step[] => [
  clientSends(get(name)),
  originReceives(get(name)),
  originSends(`${answer(2)}ok`),
  clientReceives(`${answer(2)}ok`),
];

describe('a request that meets the end of its connection', () => {
  const before = exchange('race/before');
  const ended: Step = { end: 's2c', on: 2 };
  const asked = clientSends(get('race/after'));
  const met = [...before, ended, asked, originReceives(get('race/after'))];
  const of = (steps: Step[], rest: Partial<Recording> = {}) =>
    raceFinding(recording('race-safe', steps, rest));

  it('was sent again if it came on another connection, too, and was answered', () => {
    const found = of([
      ...met,
      onAnother(originReceives(get('race/after'))),
      onAnother(originSends(`${answer(2)}ok`)),
      clientReceives(`${answer(2)}ok`),
    ]);
    expect(found).toMatchObject({ answer: 'yes', reason: reason('race.again', { n: 1 }) });
    expect(found.evidence.map(({ kind, ordinal }) => [kind, ordinal])).toEqual([
      ['request', 2],
      ['response', 2],
    ]);
  });

  it('was not if the client was told of a failure, or of nothing', () => {
    expect(of([...met, clientReceives(answer(0, '502 Bad Gateway'))])).toMatchObject({
      ...{ answer: 'no', cause: 'server' },
      reason: reason('race.status', { n: 502 }),
    });
    expect(of([...met, { end: 's2c', on: 1 }]).reason).toEqual(reason('race.hung-up'));
    expect(of(met, { timedOut: true })).toMatchObject({ answer: 'inconclusive' });
  });

  it('is no finding if it was sent where nothing had ended, or answered by nobody knows whom', () => {
    const elsewhere = of([
      ...before,
      ended,
      asked,
      onAnother(originReceives(get('race/after'))),
      clientReceives(`${answer(2)}ok`),
    ]);
    expect(elsewhere.reason).toEqual(reason('race.not-met'));
    const later = of([
      ...before,
      asked,
      originReceives(get('race/after')),
      ended,
      clientReceives(`${answer(2)}ok`),
    ]);
    expect(later.reason).toEqual(reason('race.not-met'));
    const proxyEnded = of([...before, { end: 'c2s', on: 2 }, asked, originReceives(get('race/after'))]);
    expect(proxyEnded.reason).toEqual(reason('race.not-met'));
    expect(of([...met, clientReceives(`${answer(2)}ok`)]).answer).toBe('inconclusive');
    expect(of(before).reason).toEqual(reason('question.nothing-asked'));
  });

  it('does not apply behind a proxy that keeps no connection, or speaks HTTP/2 there', () => {
    expect(raceFinding(undefined, { keepsNone: true }).reason).toEqual(reason('race.not-kept'));
    expect(raceFinding(undefined, { isHttp2: true }).reason).toEqual(reason('race.http2'));
    expect(raceFinding(undefined, {}).answer).toBe('inconclusive');
    expect(behindIn([recording('reach over http/1.1', exchange('reach'))])).toEqual({ isHttp2: false });
  });
});

describe('a proxy', () => {
  it('keeps no connection if each request came on one of its own', () => {
    const again = exchange('one/2').map((step) =>
      typeof step === 'object' && 'side' in step && step.side === 'back' ? onAnother(step) : step,
    );
    expect(keepsNone(recording('one front connection', [...exchange('one/1'), ...again]))).toBe(true);
    expect(keepsNone(recording('one front connection', [...exchange('one/1'), ...exchange('one/2')]))).toBe(
      false,
    );
    expect(keepsNone(recording('one front connection', exchange('one/1')))).toBe(false);
    expect(keepsNone(undefined)).toBeUndefined();
  });
});

describe('an idle connection behind', () => {
  const of = (...steps: Step[]) => idleEnds(recording('idle-behind', [...exchange('idle/1'), ...steps]));

  it('is ended by whose FIN came first', () => {
    expect(of({ end: 's2c', on: 2 }, { end: 'c2s', on: 2 })).toMatchObject([
      { limitSeconds: 1, endedBy: 'origin' },
    ]);
    expect(of({ end: 'c2s', on: 2 }, { end: 's2c', on: 2 })).toMatchObject([
      { limitSeconds: 1, endedBy: 'proxy' },
    ]);
  });

  it('was idle from the end of the answer on, in milliseconds', () => {
    // Each step takes one, and what the client receives lies between.
    expect(of({ end: 's2c', on: 2 })).toMatchObject([{ idleMilliseconds: 2 }]);
  });

  it('tells nothing if it was used for something else, or did not end', () => {
    expect(of(originReceives(get('control/1')), { end: 's2c', on: 2 })).toMatchObject([{ endedBy: null }]);
    expect(of()).toMatchObject([{ endedBy: null }]);
    expect(idleEnds(undefined)).toEqual([]);
  });
});

describe('a connection behind', () => {
  const asked = (from: number, to: number, further = 0): Step[] =>
    Array.from({ length: to - from + 1 }, (_, index) =>
      onAnother(originReceives(get(`renewal/${from + index}`)), further),
    );
  const of = (steps: Step[], rest: Partial<Recording> = {}) =>
    renewalFinding(recording('renewal', steps, rest));
  const byProxy = (on: 2 | 3 = 2): Step => ({ end: 'c2s', on });

  it('is renewed after as many requests as two carried before the proxy ended them', () => {
    const two = [...asked(1, 1000), byProxy(), ...asked(1001, 2000, 1), byProxy(3)];
    const found = of([...two, ...asked(2001, 2200, 2)]);
    expect(found).toMatchObject({ requests: 1000, finding: { answer: 'yes' } });
    expect(found.finding.reason).toEqual(reason('renewal.after', { n: 1000 }));
  });

  it('is not known to be if the next ended after other ones, or has not', () => {
    const varies = of([
      ...asked(1, 600),
      byProxy(),
      ...asked(601, 1000, 1),
      byProxy(3),
      ...asked(1001, 1100, 2),
    ]);
    expect(varies).toMatchObject({ requests: null, finding: { answer: 'inconclusive' } });
    expect(varies.finding.reason).toEqual(reason('renewal.varies', { n: 600, m: 400 }));
    const once = of([...asked(1, 600), byProxy(), ...asked(601, 1200, 1)]);
    expect(once.finding.reason).toEqual(reason('renewal.otherwise'));
  });

  it('is not renewed if the next carried more than one that was ended', () => {
    const found = of([...asked(1, 600), byProxy(), ...asked(601, 600 + renewalRequests, 1)]);
    expect(found).toMatchObject({ requests: null, finding: { answer: 'no' } });
  });

  it('is not renewed if it carried them all', () => {
    expect(of(asked(1, renewalRequests))).toMatchObject({ requests: null, finding: { answer: 'no' } });
  });

  it('is not known to be if the origin ended it, or two were used in turns, or not all came', () => {
    const rest = [...asked(1001, 2000, 1), byProxy(3), ...asked(2001, 2200, 2)];
    const byOrigin = of([...asked(1, 1000), { end: 's2c', on: 2 }, ...rest]);
    expect(byOrigin).toMatchObject({ requests: null, finding: { reason: reason('renewal.otherwise') } });
    const inTurns = of([
      ...[...asked(1, 10), ...asked(11, 20, 1), ...asked(21, 1000), byProxy()],
      ...[...asked(1001, 1970, 1), byProxy(3), ...asked(1971, 2200, 2)],
    ]);
    expect(inTurns.finding.reason).toEqual(reason('renewal.otherwise'));
    expect(of([...asked(1, 1000), byProxy()]).finding.reason).toEqual(reason('through.unfinished'));
    expect(of(asked(1, 5), { timedOut: true }).finding.reason).toEqual(reason('through.late'));
    expect(renewalFinding(undefined).finding.answer).toBe('inconclusive');
    expect(renewalFinding(undefined, { keepsNone: true }).finding.answer).toBe('not applicable');
  });
});
