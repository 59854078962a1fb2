/** Puts a real proxy on the bench: question after question, because the proxy knows only one port behind it. */

import { interlockFinding } from '../assess/through/findings.ts';
import { behindIn, raceFinding } from '../assess/through/idle.ts';
import {
  asksOrigin,
  finished,
  namedByFields,
  opensBeside,
  reachedOrigin,
  releasedByHand,
  spoken,
} from '../assess/through/traces.ts';
import { earlyFinding, expectFinding } from '../assess/through/uploads.ts';
import { webSocketFinding } from '../assess/through/websocket.ts';
import type { Recording, StoredLab } from '../model/recording.ts';
import type { LabDescription } from '../model/result.ts';
import { confirmation } from '../model/scripts/note.ts';
import {
  type FrontVersion,
  frontVersions,
  idleLimits,
  kindOfPassing,
  mostTries,
  nameOf,
  passingOf,
  passings,
  type ThroughKind,
  type ThroughQuestion,
} from '../model/scripts/through.ts';
import { type Asked, ownRequestOf } from '../subjects/asked.ts';
import { realProxy } from '../subjects/through/through.ts';
import { graceMilliseconds } from './grace.ts';
import { type AskOptions, type Interruption, runQuestion } from './run-question.ts';

export interface ThroughOptions {
  asked: Asked;
  originPort: number;
  /** The proxy is asked for the origin by name. */
  isForward?: boolean;
  /** Seconds after which the next step of an exchange is waited for no longer. */
  stepSeconds: number;
  /** Beside whether it is reached; by default everything is asked. */
  kinds?: readonly ThroughKind[];
  interruption?: Interruption | undefined;
  /** Called before each question. */
  onProgress?: (question: string) => void;
  /** Called after each attempt, also one that is made again with more patience; the next one waits for it. */
  onAttempt?: (recording: Recording) => unknown;
}

/** In these, connections are counted. */
const counted: readonly ThroughKind[] = ['one front connection', 'five front connections'];

export async function runThrough(options: ThroughOptions): Promise<StoredLab> {
  const recordings: Recording[] = [];
  let main: FrontVersion = 'http/1.1';
  const ask = async (kind: ThroughKind, version: FrontVersion | null = null): Promise<Recording> => {
    const question: ThroughQuestion = { kind, version };
    if (options.interruption?.hasCome())
      return { question: nameOf(question), events: [], error: null, timedOut: false };
    options.onProgress?.(nameOf(question));
    const attempt = async (patience: number, pauseMilliseconds = 0) => {
      const attempted = await attemptOnce({ ...options, question, main, patience, pauseMilliseconds });
      await options.onAttempt?.(attempted);
      return attempted;
    };
    const once = await attempt(1);
    // A passing confirms for itself what it found held.
    const silent = !passingOf(kind) && !once.error && !once.timedOut && releasedByHand(once);
    let recording = once;
    // What is released by hand may end in an error of the proxy's now and then, which proves nothing.
    for (let tries = 0; silent && tries < mostTries; tries++) {
      recording = await attempt(confirmation);
      if (!releasedByHand(recording) || finished(recording, '')) break;
    }
    // The origin of the question before has ended its connections, and a proxy may not have noticed: on one of these the
    // handshake is lost, and it is not to be sent again as a GET may be.
    for (let tries = 1; kind === 'websocket' && isLost(recording) && tries < mostTries; tries++)
      recording = await attempt(confirmation);
    for (let tries = 1; isUnanswered(kind, recording) && tries < mostTries; tries++)
      recording = await attempt(confirmation);
    // So here: one that was not yet given back could not meet its end.
    for (let tries = 1; isRace(kind) && isMissed(recording) && tries < mostTries; tries++)
      recording = await attempt(confirmation, confirmation * graceMilliseconds);
    // A proxy may give back a connection a moment after the answer has gone, and have to open another for the next.
    if (counted.includes(kind) && !once.error && !once.timedOut && opensBeside(once))
      recording = await attempt(confirmation, confirmation * graceMilliseconds);
    recordings.push(recording);
    return recording;
  };
  for (const version of frontVersions) {
    const { error } = await ask('reach', version);
    if (error?.code === 'EADDRINUSE' || error?.code === 'EACCES') break;
  }
  if (!reachedOrigin(recordings) && mayComeLate(recordings)) await ask('reach-late');
  const fronts = spoken(recordings);
  main = fronts[0] ?? main;
  if (reachedOrigin(recordings)) {
    if (!namedByFields(recordings)) await ask('no request at all');
    const isAsked = (kind: ThroughKind) => options.kinds?.includes(kind) ?? true;
    for (const kind of counted.filter(isAsked)) await ask(kind);
    for (const kind of (['pool', 'expect-continue', 'early-answer'] as const).filter(isAsked))
      await ask(kind);
    for (const version of fronts)
      for (const kind of passings.map(kindOfPassing).filter(isAsked)) await ask(kind, version);
    const { isHttp2, keepsNone } = behindIn(recordings);
    for (const kind of ['race-safe', 'race-unsafe', 'idle-behind', 'renewal'] as const)
      if (isAsked(kind) && !keepsNone && !(isHttp2 && isRace(kind))) await ask(kind);
    if (options.isForward && isAsked('tunnel')) await ask('tunnel');
    // No client of WebSocket has the absolute form: it tunnels.
    for (const kind of options.isForward ? (['interlock'] as const) : (['interlock', 'websocket'] as const))
      if (isAsked(kind)) for (const version of fronts) await ask(kind, version);
  }
  return { description: describe(options, main, recordings), recordings };
}

const isRace = (kind: ThroughKind): boolean => kind === 'race-safe' || kind === 'race-unsafe';

const isMissed = (recording: Recording): boolean =>
  !recording.error && !recording.timedOut && raceFinding(recording).answer === 'inconclusive';

/** The proxy answers; its origin it may only not have found yet. */
const mayComeLate = (recordings: Recording[]): boolean =>
  recordings.every(({ error }) => error === null) && spoken(recordings).length > 0;

/** The proxy answered in place of the origin, which may be the same chance. */
const isUnanswered = (kind: ThroughKind, recording: Recording): boolean =>
  !recording.error &&
  !recording.timedOut &&
  ((kind === 'expect-continue' && expectFinding(recording).who === '?') ||
    (kind === 'interlock' && interlockFinding(recording).answer === 'inconclusive') ||
    (kind === 'early-answer' && earlyFinding(recording).answer === 'inconclusive'));

/** Whether the handshake failed without the origin's doing. */
const isLost = (recording: Recording): boolean =>
  !recording.error && webSocketFinding(recording).answer !== 'yes' && !asksOrigin(recording);

interface Attempt extends ThroughOptions {
  question: ThroughQuestion;
  /** What is spoken in front where the question does not say. */
  main: FrontVersion;
  /** How many times the grace, and the time of a step. */
  patience: number;
  pauseMilliseconds: number;
}

async function attemptOnce({ question, main, patience, ...options }: Attempt): Promise<Recording> {
  const { asked, originPort, pauseMilliseconds, isForward = false } = options;
  const stepSeconds = options.stepSeconds * patience;
  const subject = realProxy({
    ...{ asked, originPort, isForward, version: main },
    ...{ stepSeconds, pauseMilliseconds },
  });
  const recording = await runQuestion(subject, nameOf(question), {
    patience,
    // Parts of megabytes cross two taps, again and again.
    mostBytes: 512 * 1024 * 1024,
    interruption: options.interruption,
    ...deadlineOf(question.kind, stepSeconds),
  });
  return recording.error?.code === 'DEADLINE' ? { ...recording, error: null, timedOut: true } : recording;
}

/** What takes several steps has a deadline for each. */
function deadlineOf(
  kind: ThroughKind,
  stepSeconds: number,
): Pick<AskOptions, 'deadlineSeconds' | 'mostPeriods'> {
  // An interlock has a deadline a round; this one only sees that their sum is not exceeded.
  if (kind === 'interlock') return { deadlineSeconds: 4 * stepSeconds };
  // Nothing crosses the taps while connections are idle.
  if (kind === 'idle-behind') return { deadlineSeconds: stepSeconds + Math.max(...idleLimits) };
  if (kind === 'pool' || kind === 'renewal' || passingOf(kind))
    return { deadlineSeconds: stepSeconds, mostPeriods: 60 };
  return { deadlineSeconds: stepSeconds };
}

const describe = (
  { asked }: ThroughOptions,
  main: FrontVersion,
  recordings: Recording[],
): LabDescription => ({
  lab: 'through',
  title: 'A real proxy',
  subject: 'a real proxy',
  target: asked.target,
  ...withOwn(ownRequestOf(asked)),
  version: main === 'http/2' ? '2' : '1.1',
  client: 'bench',
  ordinary: ['front'],
  questions: recordings.map(({ question }) => question),
  permits: null,
  textbook: { says: null },
  prediction: null,
});

const withOwn = (request: LabDescription['request']): Pick<LabDescription, 'request'> =>
  request ? { request } : {};
