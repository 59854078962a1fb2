/** Small hand-made results and transcripts: no code of ours makes them, so that the reports are tested alone. */

import type { Facts, Measurement } from '../../src/model/facts.ts';
import type { Message } from '../../src/model/message.ts';
import { type Reason, reason } from '../../src/model/reason.ts';
import type { LabReport } from '../../src/model/report.ts';
import { type LabResult, nothingVaries } from '../../src/model/result.ts';
import type { BrokenRule } from '../../src/model/rules/fault.ts';
import type { Direction, OpenEvent, TraceEvent } from '../../src/model/trace.ts';
import type { ConnectionTranscript, Transcript } from '../../src/model/transcript.ts';
import type { Answer, Lenses, Verdict } from '../../src/model/verdict.ts';
import { english } from '../../src/report/language/say.ts';
import type { Look } from '../../src/report/look.ts';

export const plain: Look = { paint: (_style, text) => text, say: english };
export const coloured: Look = { ...plain, paint: (_style, text) => `\u001b[31m${text}\u001b[39m` };

/** A reason that says this, in every language. */
export const asTold = (Text: string): Reason => reason('as-told', { Text });

/** An irregularity, unless it is said to be a violation. */
export const brokenBy = (side: BrokenRule['side'], rest: Partial<BrokenRule>): BrokenRule => ({
  ...{
    grade: 'irregularity',
    side,
    connection: 1,
    question: 'reuse',
    reason: asTold('so it was'),
    rfc: 'RFC 1 §2',
    offset: 17,
  },
  ...rest,
});

export const verdict = (mode: Verdict['mode'], because = `it is ${mode}`): Verdict => ({
  mode,
  reason: asTold(because),
  evidence: [{ question: 'reuse', connection: 1, message: 1, direction: 'c2s' }],
});

export const lenses = (wire: Verdict['mode'], conversation: Verdict['mode']): Lenses => ({
  wire: verdict(wire),
  conversation: verdict(conversation),
});

export const answer = (
  word: Answer['answer'],
  cause: Answer['cause'] = null,
  because = 'so it was',
): Answer => ({ answer: word, cause, reason: asTold(because), evidence: [] });

export const facts = (exchanges: number, connections: number): Facts => ({
  connections,
  exchanges,
  messages: { c2s: exchanges, s2c: exchanges },
  exchangesPerConnection: [],
  reusedExchanges: exchanges - connections,
  turnarounds: 0,
  switchBacks: 0,
  overlaps: 0,
  crossings: 0,
  unasked: 0,
  maxConcurrentExchanges: 1,
  newConnections: {},
  protocol: 'HTTP/1.1',
});

export const result = (lab: string, rest: Partial<LabResult> = {}): LabResult => ({
  lab,
  title: `title of ${lab}`,
  subject: 'a subject',
  target: null,
  version: '1.1',
  outcome: 'ran',
  error: null,
  facts: null,
  answers: null,
  verdicts: null,
  permits: null,
  textbook: { says: null },
  prediction: null,
  faults: [],
  varying: nothingVaries(),
  ...rest,
});

/** A lab that never came onto the bench. */
export const failed = (lab: string): LabResult =>
  result(lab, { outcome: 'failed', error: { code: 'EADDRINUSE', reason: asTold('the port is in use') } });

export function report(
  of: LabResult,
  {
    transcripts = [],
    events = {},
    measurements,
  }: { transcripts?: Transcript[]; events?: Record<string, TraceEvent[]>; measurements?: Measurement[] } = {},
): LabReport {
  const { lab, title, subject, target, version, permits, textbook, prediction } = of;
  const known = { lab, title, subject, target, version, permits, textbook, prediction };
  return {
    result: of,
    stored: {
      description: { ...known, client: 'bench', ordinary: [], questions: [] },
      recordings: Object.entries(events).map(([question, list]) => ({
        question,
        events: list,
        error: null,
        timedOut: false,
      })),
    },
    transcripts,
    ...(measurements ? { measurements } : {}),
  };
}

export const openEvent = (connection: number, control = false): OpenEvent => ({
  type: 'open',
  seq: 0,
  at: 0,
  connection,
  transport: 'tcp',
  front: { client: { host: '127.0.0.1', port: 1 }, tap: { host: '127.0.0.1', port: 2 } },
  back: { tap: null, server: { host: '127.0.0.1', port: 3 } },
  control,
});

/**
 * 'c 1-3 x1' is a client's message of exchange 1 from event 1 to event 3; '-' alone at the end: it never ended.
 * Offsets follow from the order within a direction, ten bytes a message.
 */
export function line(text: string, rest: Partial<ConnectionTranscript> = {}): ConnectionTranscript {
  const from: Record<Direction, number> = { c2s: 0, s2c: 0 };
  const messages = text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part): Message => {
      const match = /^(c|s|push) (\d+)-(\d*)(?: x(\d+))?$/.exec(part.trim());
      if (!match) throw new Error(`no message: ${part}`);
      const [, who, begin, end, exchange] = match;
      const direction = who === 'c' ? 'c2s' : 's2c';
      from[direction] += 10;
      return {
        connection: 1,
        direction,
        kind:
          who === 'push' ? 'push' : exchange === undefined ? 'record' : who === 'c' ? 'request' : 'response',
        ordinal: from[direction] / 10,
        exchange: exchange === undefined ? null : Number(exchange),
        begin: { seq: Number(begin), at: 0 },
        end: end === '' ? null : { seq: Number(end), at: 0 },
        from: from[direction] - 10,
        to: from[direction],
        bytes: 10,
        content: 0,
        ending: end === '' ? null : 'content-length',
        whole: end !== '',
      };
    });
  return {
    open: openEvent(1),
    connection: 1,
    protocol: 'HTTP/1.1',
    messages,
    controls: [],
    faults: [],
    ends: [],
    closed: null,
    error: null,
    ...rest,
  };
}
