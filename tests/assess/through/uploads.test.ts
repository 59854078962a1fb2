/** Who says Continue, and what becomes of an answer that comes early, on traces written by hand. */
import { describe, expect, it } from 'vitest';
import { poolOf } from '../../../src/assess/through/idle.ts';
import { earlyFinding, expectFinding } from '../../../src/assess/through/uploads.ts';
import { reason } from '../../../src/model/reason.ts';
import type { Recording } from '../../../src/model/recording.ts';
import { earlyPart } from '../../../src/model/scripts/through.ts';
import {
  answer,
  clientReceives,
  clientSends,
  get,
  onAnother,
  originReceives,
  originSends,
  post,
  recording,
  type Step,
} from './recordings.ts';

describe('100 (Continue)', () => {
  const asked = post('expect', 2).replace('\r\n\r\n', '\r\nExpect: 100-continue\r\n\r\n');
  const [sent, content] = [clientSends(asked), clientSends('ok')];
  const goOn = 'HTTP/1.1 100 Continue\r\n\r\n';
  const rest = [originReceives('ok'), originSends(`${answer(2)}ok`), clientReceives(`${answer(2)}ok`)];
  const of = (steps: Step[], more: Partial<Recording> = {}) =>
    expectFinding(recording('expect-continue', steps, more));

  it('was said by the origin if it was so behind before it was in front', () => {
    const found = of([
      sent,
      originReceives(asked),
      originSends(goOn),
      clientReceives(goOn),
      content,
      ...rest,
    ]);
    expect(found).toMatchObject({
      who: 'origin',
      finding: { answer: 'yes', reason: reason('expect.origin') },
    });
  });

  it('was said by the proxy if it was in front first, or alone', () => {
    const first = of([
      sent,
      clientReceives(goOn),
      originReceives(asked),
      originSends(goOn),
      content,
      ...rest,
    ]);
    expect(first).toMatchObject({ who: 'proxy', finding: { answer: 'yes', reason: reason('expect.proxy') } });
    expect(of([sent, clientReceives(goOn), content, originReceives(asked), ...rest]).who).toBe('proxy');
  });

  it('was said by nobody if the content had to be let go by hand, even if it came then', () => {
    const late = [
      sent,
      'released by hand' as const,
      content,
      originReceives(asked),
      originSends(goOn),
      clientReceives(goOn),
    ];
    expect(of([...late, ...rest])).toMatchObject({ who: 'nobody', finding: { answer: 'no' } });
    expect(of([sent, content, originReceives(asked), ...rest]).who).toBe('?');
    expect(of(late, { timedOut: true })).toMatchObject({
      who: '?',
      finding: { reason: reason('through.late') },
    });
  });

  it('is not to come where the answer is a refusal', () => {
    const refused = of([sent, clientReceives(answer(0, '417 Expectation Failed'))]);
    expect(refused).toMatchObject({
      who: '?',
      finding: { answer: 'no', reason: reason('through.status', { n: 417 }) },
    });
  });
});

describe('an early answer', () => {
  const head = post('early', 2 * earlyPart);
  const [first, rest] = ['a'.repeat(earlyPart), 'b'.repeat(earlyPart)];
  const [sent, arrived] = [clientSends(head + first), originReceives(head + first)];
  const [answered, got] = [originSends(`${answer(7)}enough\n`), clientReceives(`${answer(7)}enough\n`)];
  const of = (steps: Step[], more: Partial<Recording> = {}) =>
    earlyFinding(recording('early-answer', steps, more));

  it('passes if the client had it before it sent the rest, whatever became of that', () => {
    const early = [sent, arrived, answered, got, clientSends(rest)];
    expect(of([...early, originReceives(rest)]).reason).toEqual(reason('early.passed-on'));
    expect(of([...early, { end: 's2c', on: 1 }]).reason).toEqual(reason('early.hung-up'));
    expect(of([...early, originReceives('b')])).toMatchObject({
      answer: 'yes',
      reason: reason('early.dropped'),
    });
  });

  it('is held if it came only after the rest, which was let go by hand', () => {
    const late = [sent, arrived, answered, 'released by hand' as const, clientSends(rest), got];
    expect(of(late)).toMatchObject({ answer: 'no', cause: 'server', reason: reason('early.held') });
    expect(of([sent, arrived, answered, clientSends(rest), got]).answer).toBe('inconclusive');
    expect(of(late.slice(0, 5), { timedOut: true }).reason).toEqual(reason('through.late'));
  });

  it('does not apply where the origin had nothing to answer before the rest was sent', () => {
    const held = [sent, 'released by hand' as const, clientSends(rest), originReceives(head + first + rest)];
    expect(of([...held, answered, got]).reason).toEqual(reason('early.held-request'));
  });

  it("is no finding if the answer is not the origin's, or there is none", () => {
    expect(of([sent, clientReceives(answer(0, '413 Content Too Large'))]).reason).toEqual(
      reason('through.status', { n: 413 }),
    );
    expect(of([sent, arrived]).answer).toBe('inconclusive');
  });
});

describe('clients at once', () => {
  it('are counted by the connections on which they came to the origin', () => {
    const asked = (name: string): Step => originReceives(get(name));
    const pool = poolOf(
      recording('pool', [
        ...[asked('pool/1/1'), asked('pool/2/1'), onAnother(asked('pool/2/2')), asked('pool/5/1')],
        asked('control/1'),
      ]),
    );
    expect(pool).toEqual({ 1: 1, 2: 2, 5: null, 20: null });
    expect(poolOf(undefined)).toEqual({ 1: null, 2: null, 5: null, 20: null });
  });
});
