/** Puts a real proxy on the bench: question after question, because the proxy knows only one port behind it. */

import {
  finished,
  namedByFields,
  opensBeside,
  reachedOrigin,
  spoken,
  wasHeld,
} from '../assess/through/traces.ts';
import type { Recording, StoredLab } from '../model/recording.ts';
import type { FrontVersion, LabDescription } from '../model/result.ts';
import { addressOf } from '../subjects/real-server/real-server.ts';
import { realProxy } from '../subjects/through/through.ts';
import { openTap, type TapOptions } from '../wire/tap.ts';
import { graceMilliseconds } from './grace.ts';
import { runQuestion } from './run-question.ts';

export interface ThroughOptions {
  url: URL;
  originPort: number;
  /** Seconds after which the next step of an exchange is waited for no longer. */
  stepSeconds: number;
  /** Called before each question. */
  onProgress?: (question: string) => void;
  /** Called after each attempt, also one that is made again with more patience; the next one waits for it. */
  onAttempt?: (recording: Recording) => unknown;
}

/** How many times the grace, when something that was held is confirmed. */
const confirmation = 4;

/** In these, connections are counted. */
const counted = ['one front connection', 'five front connections'];

/** How often that is tried. */
const mostTries = 3;

export async function runThrough(options: ThroughOptions): Promise<StoredLab> {
  const recordings: Recording[] = [];
  const ask = async (question: string, version: FrontVersion): Promise<Recording> => {
    options.onProgress?.(question);
    const attempt = async (patience: number, pauseMilliseconds = 0) => {
      const attempted = await put({ ...options, pauseMilliseconds }, question, version, patience);
      await options.onAttempt?.(attempted);
      return attempted;
    };
    const once = await attempt(1);
    const silent = !once.error && !once.timedOut && wasHeld(once);
    let recording = once;
    // What is released by hand may end in an error of the proxy's now and then, which proves nothing.
    for (let tries = 0; silent && tries < mostTries; tries++) {
      recording = await attempt(confirmation);
      if (!wasHeld(recording) || finished(recording, '')) break;
    }
    // A proxy may give back a connection a moment after the answer has gone, and have to open another for the next.
    if (counted.includes(question) && !once.error && !once.timedOut && opensBeside(once))
      recording = await attempt(confirmation, confirmation * graceMilliseconds);
    recordings.push(recording);
    return recording;
  };
  for (const version of ['http/1.1', 'http/2'] as const) {
    const { error } = await ask(`reach over ${version}`, version);
    if (error?.code === 'EADDRINUSE' || error?.code === 'EACCES') break;
  }
  const fronts = spoken(recordings);
  const [main = 'http/1.1'] = fronts;
  if (reachedOrigin(recordings)) {
    if (!namedByFields(recordings)) await ask('no request at all', 'http/1.1');
    for (const question of [...counted, 'upload', 'download', 'sse']) await ask(question, main);
    for (const version of fronts) await ask(`interlock over ${version}`, version);
    for (const version of fronts) await ask(`websocket over ${version}`, version);
  }
  return { description: describe(options, main, recordings), recordings };
}

async function put(
  { url, originPort, stepSeconds, pauseMilliseconds }: ThroughOptions & { pauseMilliseconds: number },
  question: string,
  version: FrontVersion,
  patience: number,
): Promise<Recording> {
  const front = addressOf(url);
  const step = stepSeconds * patience;
  const subject = realProxy({ url, originPort, version, stepSeconds: step, pauseMilliseconds });
  const recording = await runQuestion(subject, question, {
    patience,
    // An interlock has a deadline a round; this one only sees that their sum is not exceeded.
    deadlineSeconds: question.startsWith('interlock') ? 4 * step : step,
    // Whatever is not in front of the proxy is in front of the origin, on the port that the proxy was told.
    openTap: (tap: TapOptions) =>
      openTap(
        tap.to.host === front.host && tap.to.port === front.port ? tap : { ...tap, at: { port: originPort } },
      ),
  });
  return recording.error?.code === 'DEADLINE' ? { ...recording, error: null, timedOut: true } : recording;
}

const describe = ({ url }: ThroughOptions, main: FrontVersion, recordings: Recording[]): LabDescription => ({
  lab: 'through',
  title: 'A real proxy',
  subject: 'a real proxy',
  target: url.href,
  version: main === 'http/2' ? '2' : '1.1',
  client: 'bench',
  ordinary: ['front'],
  questions: recordings.map(({ question }) => question),
  permits: null,
  textbook: { says: null },
  prediction: null,
});
