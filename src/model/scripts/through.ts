/**
 * What is asked of a proxy, and the words of the scripts that ask it (`subjects/through`), by which the traces of the
 * two taps are read (`assess/through`). Each occurs once in an exchange. Speaker and reader have nothing else in common.
 */
import type { FrontVersion } from '../result.ts';

/** A question to a proxy. */
export interface ThroughQuestion {
  kind: ThroughKind;
  /** What is spoken in front; null where it is whatever the proxy speaks there. */
  version: FrontVersion | null;
}

export type ThroughKind =
  | 'reach'
  | 'no request at all'
  | 'one front connection'
  | 'five front connections'
  | 'upload'
  | 'download'
  | 'sse'
  | 'interlock'
  | 'websocket';

export const frontVersions: readonly FrontVersion[] = ['http/1.1', 'http/2'];

const asked = (kind: ThroughKind): ThroughQuestion => ({ kind, version: null });
const askedOver = (kind: ThroughKind): ThroughQuestion[] =>
  frontVersions.map((version) => ({ kind, version }));

/** All of them. */
export const throughQuestions: readonly ThroughQuestion[] = [
  ...askedOver('reach'),
  asked('no request at all'),
  asked('one front connection'),
  asked('five front connections'),
  asked('upload'),
  asked('download'),
  asked('sse'),
  ...askedOver('interlock'),
  ...askedOver('websocket'),
];

/** As it stands in traces and results. */
export const nameOf = ({ kind, version }: ThroughQuestion): string =>
  version === null ? kind : `${kind} over ${version}`;

const byName = new Map(throughQuestions.map((question) => [nameOf(question), question]));

/** The question of this name, if it is one. */
export const throughQuestion = (name: string): ThroughQuestion | undefined => byName.get(name);

/** A proxy may put something before it, or take something away. */
export const originPath = '/http-version-lab/';

const named = (name: string): string => `${originPath}${name}`;

export const paths = {
  reach: named('reach'),
  control: named('control'),
  one: named('one'),
  five: named('five'),
  upload: named('upload'),
  download: named('download'),
  sse: named('events'),
  interlock: named('interlock'),
  webSocket: named('websocket'),
};

/** How many exchanges there are where connections are counted. */
export const exchangesCounted = 5;

export const first = 'the first part';
export const rest = 'and the rest';

/** What the client says on a WebSocket; the origin's answer contains it. */
export const said = 'is anybody there?';
