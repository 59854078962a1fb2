/** From the recordings of a proxy to its result, without a socket. What a proxy lets through is told by both its sides. */

import { judgeLevel } from '../../judge/level.ts';
import type { Measurement } from '../../model/facts.ts';
import { reason } from '../../model/reason.ts';
import type { Recording, StoredLab } from '../../model/recording.ts';
import type { LabResult, Parts, Passes, Path } from '../../model/result.ts';
import {
  type FrontVersion,
  frontVersions,
  kindOfPassing,
  nameOf,
  type Passing,
  passings,
  type ThroughKind,
  type ThroughQuestion,
} from '../../model/scripts/through.ts';
import type { Side } from '../../model/trace.ts';
import { faultsIn, type Transcript } from '../../model/transcript.ts';
import type { Answer } from '../../model/verdict.ts';
import { type Finding, notApplicable } from '../../questions/question.ts';
import { errorIn, lateError, measureRecording } from '../assess.ts';
import { byQuestion, varyingOf } from '../by-question.ts';
import { interlockFinding, roundTrips } from './findings.ts';
import { behindIn, idleEnds, poolOf, raceFinding, renewalFinding } from './idle.ts';
import { passesFinding } from './passes.ts';
import {
  kindOf,
  namedByFields,
  namedByPage,
  reachedOrigin,
  recordingOf,
  sideOf,
  spoken,
  transcriptOf,
} from './traces.ts';
import { tunnelFinding } from './tunnel.ts';
import { earlyFinding, expectFinding } from './uploads.ts';
import { webSocketFinding } from './websocket.ts';

export interface ThroughAssessment {
  result: LabResult & { path: Path };
  /** Two for each question, the side in front and the side behind. */
  transcripts: Transcript[];
  measurements: Measurement[];
}

export function assessThrough({ description, recordings }: StoredLab): ThroughAssessment {
  const { client: _, ordinary: __, questions: ___, ...known } = description;
  const fronts = spoken(recordings);
  const findings = findingsOf(recordings, fronts);
  const sides = recordings
    .filter(({ events }) => events.length > 0)
    .flatMap((recording) =>
      (['front', 'back'] as const).map((side) => ({
        recording,
        transcript: { ...transcriptOf(recording, side), question: `${recording.question}, ${side}` },
      })),
    );
  const measured = countedSides(recordings).map(({ name, recording, side }) =>
    measureRecording({ events: sideOf(recording, side), question: name }),
  );
  const front = measured.filter(({ question }) => question === 'front');
  const failure = failureOf(recordings);
  const nothing = measured.length === 0;
  const word = (kind: ThroughKind, version: FrontVersion | null) =>
    findings.find(({ question }) => question.kind === kind && question.version === version)?.finding.answer ??
    'inconclusive';
  const idle = recordingOf(recordings, 'idle-behind');
  const renewed = renewalFinding(recordingOf(recordings, 'renewal'), behindIn(recordings));
  const proxy = namedByFields(recordings) ?? namedByPage(recordings);
  const result: ThroughAssessment['result'] = {
    ...known,
    subject: proxy === null ? known.subject : `${known.subject}: ${proxy}`,
    outcome: failure?.outcome ?? 'ran',
    error: failure?.error ?? null,
    facts: nothing ? null : byQuestion(measured, ({ facts }) => facts),
    answers: nothing
      ? null
      : Object.fromEntries(
          findings.map(({ question, finding }) => [nameOf(question), answerOf(nameOf(question), finding)]),
        ),
    verdicts: nothing ? null : { ordinary: judgeLevel(front, {}), limit: null },
    faults: faultsIn(
      sides.flatMap(({ recording, transcript }) => (isProvocation(recording) ? [] : [transcript])),
    ),
    varying: {
      timings: {
        ...Object.fromEntries(
          frontVersions.flatMap((version) => {
            const recording = recordingOf(recordings, 'interlock', version);
            return recording ? [[recording.question, roundTrips(recording)]] : [];
          }),
        ),
        ...(idle ? { [idle.question]: idleEnds(idle) } : {}),
      },
      ...varyingOf(measured),
    },
    path: {
      ...partsOver(findings, fronts[0] ?? 'http/1.1'),
      interlock: perVersion((version) => word('interlock', version)),
      websocket: perVersion((version) => word('websocket', version)),
      renewedAfter: renewed.requests,
      pool: poolOf(recordingOf(recordings, 'pool')),
      expect: expectFinding(recordingOf(recordings, 'expect-continue')).who,
      early: word('early-answer', null),
      incremental: Object.fromEntries(
        findings.flatMap(({ question, incremental }) =>
          typeof incremental === 'boolean' ? [[nameOf(question), incremental]] : [],
        ),
      ),
      race: { safe: word('race-safe', null), unsafe: word('race-unsafe', null) },
      over: Object.fromEntries(fronts.map((version) => [version, partsOver(findings, version)])),
    },
  };
  return { result, transcripts: sides.map(({ transcript }) => transcript), measurements: measured };
}

interface Found {
  question: ThroughQuestion;
  finding: Finding;
  /** Where it is asked what comes out in parts. */
  passes?: Passes;
  incremental?: boolean | null;
}

const alone = (kind: ThroughKind, finding: Finding): Found => ({
  question: { kind, version: null },
  finding,
});

/** In the order in which the answers stand. */
function findingsOf(recordings: Recording[], fronts: FrontVersion[]): Found[] {
  const found = (
    kind: ThroughKind,
    version: FrontVersion,
    find: (recording: Recording | undefined) => Omit<Found, 'question'>,
  ): Found => ({
    question: { kind, version },
    ...(fronts.includes(version)
      ? find(recordingOf(recordings, kind, version))
      : { finding: notApplicable(reason('through.not-spoken', { Version: version.slice('http/'.length) })) }),
  });
  const tunnelled = recordingOf(recordings, 'tunnel');
  const spokenOrFirst = fronts.length === 0 ? frontVersions.slice(0, 1) : fronts;
  return [
    ...spokenOrFirst.flatMap((version) =>
      passings.map((passing) =>
        found(kindOfPassing(passing), version, (recording) => passesFinding(recording, passing)),
      ),
    ),
    ...(tunnelled ? [alone('tunnel', tunnelFinding(tunnelled))] : []),
    alone('expect-continue', expectFinding(recordingOf(recordings, 'expect-continue')).finding),
    alone('early-answer', earlyFinding(recordingOf(recordings, 'early-answer'))),
    ...(['race-safe', 'race-unsafe'] as const).map((kind) =>
      alone(kind, raceFinding(recordingOf(recordings, kind), behindIn(recordings))),
    ),
    alone('renewal', renewalFinding(recordingOf(recordings, 'renewal'), behindIn(recordings)).finding),
    ...frontVersions.flatMap((version) => [
      found('interlock', version, (recording) => ({ finding: interlockFinding(recording) })),
      found('websocket', version, (recording) => ({ finding: webSocketFinding(recording) })),
    ]),
  ];
}

function partsOver(findings: Found[], version: FrontVersion): Parts {
  const passes = (passing: Passing): Passes =>
    findings.find(({ question }) => question.kind === kindOfPassing(passing) && question.version === version)
      ?.passes ?? { passes: '?', bytes: null };
  const framings = (what: 'upload' | 'download') => ({
    'content-length': passes({ what, how: 'content-length' }),
    chunked: passes({ what, how: 'chunked' }),
  });
  return {
    upload: framings('upload'),
    download: framings('download'),
    sse: {
      identity: passes({ what: 'sse', how: 'identity' }),
      gzip: passes({ what: 'sse', how: 'gzip' }),
    },
  };
}

/** Of questions in which a version, or nothing at all, is spoken to see whether it is understood. */
const isProvocation = (recording: Recording): boolean =>
  ['reach', 'reach-late', 'no request at all'].includes(kindOf(recording) ?? '');

/** Where the counts come from; of a proxy that got no further, from the first exchange. */
function countedSides(recordings: Recording[]) {
  const one = recordingOf(recordings, 'one front connection') ?? recordingOf(recordings, 'reach', 'http/1.1');
  const five = recordingOf(recordings, 'five front connections');
  return [
    { name: 'front', recording: one, side: 'front' },
    { name: 'back', recording: one, side: 'back' },
    { name: 'backFive', recording: five, side: 'back' },
  ].flatMap(({ name, recording, side }) =>
    recording?.events.some(({ type }) => type === 'bytes') ? [{ name, recording, side: side as Side }] : [],
  );
}

/** The evidence stands in front of the proxy. */
const answerOf = (id: string, { evidence, ...finding }: Finding): Answer => ({
  ...finding,
  evidence: evidence.map(({ connection, ordinal, direction }) => ({
    question: `${id}, front`,
    connection,
    message: ordinal,
    direction,
  })),
});

const perVersion = (
  of: (version: FrontVersion) => Answer['answer'],
): Record<FrontVersion, Answer['answer']> => ({
  'http/1.1': of('http/1.1'),
  'http/2': of('http/2'),
});

function failureOf(recordings: Recording[]): Pick<LabResult, 'outcome' | 'error'> | null {
  const mattering = recordings.filter((recording) => !isProvocation(recording));
  if (!reachedOrigin(recordings)) return { outcome: 'failed', error: unreached(recordings) };
  const failed = mattering.find(({ error }) => error !== null);
  if (failed?.error) return { outcome: 'failed', error: errorIn(failed.question, failed.error) };
  const error = lateError(mattering);
  return error === null ? null : { outcome: 'timed-out', error };
}

/** What the proxy did instead of asking our origin. */
function unreached(recordings: Recording[]): LabResult['error'] {
  const connectionsOn = (side: Side) =>
    recordings.flatMap((recording) => transcriptOf(recording, side).connections);
  const status = connectionsOn('front')
    .flatMap(({ messages }) => messages)
    .find(({ kind }) => kind === 'response')?.http?.status;
  const answer =
    status === undefined
      ? reason('through.answered-nothing')
      : status === 407
        ? reason('through.answered-407')
        : reason('through.answered-status', { n: status });
  const connected = connectionsOn('back').length > 0;
  return {
    code: 'ORIGIN_NOT_REACHED',
    reason: reason(connected ? 'through.not-passed-on' : 'through.not-connected', { answer }),
  };
}
