/** What a lab that came to no end still says: nothing if it failed, and what was proven if its time was over. */
import { describe, expect, it } from 'vitest';
import { assess } from '../../src/assess/assess.ts';
import type { Recording, StoredLab } from '../../src/model/recording.ts';
import type { TraceEvent } from '../../src/model/trace.ts';
import { openEvent } from '../report/fixtures.ts';

const get = (path: string) => `GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`;
const post = 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n\r\n';
const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

/** 'c text' and 's text', one after another on one connection. */
const said = (question: string, ...pieces: [who: 'c' | 's', text: string][]): TraceEvent[] => [
  { type: 'mark', mark: 'question begun', of: question, seq: 0, at: 0 },
  { ...openEvent(1), seq: 1, at: 1 },
  ...pieces.map(([who, text], index): TraceEvent => {
    const place = { seq: index + 2, at: index + 2 };
    const direction = who === 'c' ? 'c2s' : 's2c';
    return { type: 'bytes', ...place, connection: 1, direction, bytes: Buffer.from(text) };
  }),
  { type: 'mark', mark: 'question ended', of: question, seq: 90, at: 90 },
];

const late = (question: string): TraceEvent => ({
  ...{ type: 'mark', mark: 'deadline passed', of: question },
  ...{ seq: 80, at: 80 },
});

/** Two exchanges in turn: half-duplex under both lenses. */
const inTurn = (question: string) => said(question, ['c', get('/1')], ['s', ok], ['c', get('/2')], ['s', ok]);

/** The answer begins before the request has ended. */
const overlapping = (question: string) =>
  said(question, ['c', `${post}ab`], ['s', ok.slice(0, -1)], ['c', 'cd'], ['s', 'k']);

const recording = (question: string, events: TraceEvent[], rest: Partial<Recording> = {}): Recording => ({
  ...{ question, events, error: null, timedOut: false },
  ...rest,
});

const threw = { error: { code: 'ERROR', message: 'it threw' } };

const stored = (recordings: Recording[], target: string | null = null): StoredLab => ({
  description: {
    ...{ lab: target === null ? 'own' : 'probe', title: 'own', subject: 'own', target, version: '1.1' },
    ...{ client: 'bench', ordinary: ['reuse', 'burst'] },
    questions: recordings.map(({ question }) => question),
    ...{ permits: null, textbook: { says: 'half-duplex' }, prediction: null },
  },
  recordings,
});

describe('a lab in which a question failed', () => {
  const { result, transcripts, measurements } = assess(
    stored([recording('reuse', inTurn('reuse')), recording('interlock', overlapping('interlock'), threw)]),
  );

  it('has no facts, no answers and no verdicts, whatever the others of its questions found', () => {
    expect(result).toMatchObject({ outcome: 'failed', facts: null, answers: null, verdicts: null });
  });

  it('keeps what passed, for whoever looks for the reason', () => {
    expect(transcripts.map(({ question }) => question)).toEqual(['reuse', 'interlock']);
    expect(measurements).toHaveLength(2);
    expect(Object.keys(result.varying.bytes)).toEqual(['reuse', 'interlock']);
  });
});

describe('a lab in which a deadline passed', () => {
  it('has the verdict that was proven, and no other at that level', () => {
    const beside = recording(
      'interlock',
      [...overlapping('interlock').slice(0, -1), late('interlock'), ...overlapping('interlock').slice(-1)],
      { timedOut: true },
    );
    const { result } = assess(stored([recording('reuse', inTurn('reuse')), beside]));
    expect(result.outcome).toBe('timed-out');
    expect(result.verdicts?.limit?.wire.mode).toBe('full-duplex');
    expect(result.verdicts?.limit?.conversation.mode).toBe('inconclusive');
    expect(result.verdicts?.ordinary?.wire.mode).toBe('half-duplex');
    expect(result.answers?.interlock?.answer).toBe('inconclusive');
    expect(result.answers?.reuse?.answer).not.toBe('inconclusive');
  });

  it('is not judged as if what never began had not been asked', () => {
    const never = recording('burst', [], { timedOut: true });
    const { result } = assess(stored([recording('reuse', inTurn('reuse')), never]));
    expect(result.outcome).toBe('timed-out');
    expect(result.verdicts?.ordinary?.wire).toMatchObject({ mode: 'inconclusive' });
    expect(result.verdicts?.ordinary?.conversation.mode).toBe('inconclusive');
    expect(result.answers?.burst?.answer).toBe('inconclusive');
    expect(Object.keys(result.facts ?? {})).toEqual(['reuse']);
  });
});

describe('a server that we did not write', () => {
  it('is told of whatever was measured of it, and nothing is concluded from what did not happen', () => {
    const { result } = assess(
      stored([recording('reuse', inTurn('reuse')), recording('burst', inTurn('burst'), threw)], 'http://a/'),
    );
    expect(result.outcome).toBe('failed');
    expect(result.facts?.reuse?.exchanges).toBe(2);
    expect(result.verdicts?.ordinary?.conversation).toMatchObject({ mode: 'inconclusive' });
  });
});
