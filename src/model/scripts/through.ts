/**
 * What is asked of a proxy, and the words of the scripts that ask it (`subjects/through`), by which the traces of the
 * two taps are read (`assess/through`). Each occurs once in an exchange. Speaker and reader have nothing else in common.
 */
/** The version that the client speaks to the proxy. */
export type FrontVersion = 'http/1.1' | 'http/2';

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
  | PassingKind
  | RaceKind
  | 'reach-late'
  | 'tunnel'
  | 'pool'
  | 'expect-continue'
  | 'early-answer'
  | 'idle-behind'
  | 'renewal'
  | 'interlock'
  | 'websocket';

/** How often that is tried which may be chance. */
export const mostTries = 3;

/** What may come through in parts, and how its content is delimited or coded. */
export type Passing =
  | { what: 'upload' | 'download'; how: ContentFraming }
  | { what: 'sse'; how: EventCoding };

/** HTTP/2 has no chunks: there it means that no Content-Length is sent. */
export type ContentFraming = 'content-length' | 'chunked';
/** What the client accepts, RFC 9110 §12.5.3. */
export type EventCoding = 'identity' | 'gzip';

/** A request meets the close of the connection that it is sent on. A safe method may be sent again, RFC 9110 §9.2.2. */
export type RaceKind = 'race-safe' | 'race-unsafe';

export type PassingKind = `${'upload' | 'download'}, ${ContentFraming}` | `sse, ${EventCoding}`;

export const kindOfPassing = ({ what, how }: Passing): PassingKind => `${what}, ${how}` as PassingKind;

export const passings: readonly Passing[] = [
  { what: 'upload', how: 'content-length' },
  { what: 'upload', how: 'chunked' },
  { what: 'download', how: 'content-length' },
  { what: 'download', how: 'chunked' },
  { what: 'sse', how: 'identity' },
  { what: 'sse', how: 'gzip' },
];

const passingOfKind = new Map<ThroughKind, Passing>(
  passings.map((passing) => [kindOfPassing(passing), passing]),
);

export const passingOf = (kind: ThroughKind): Passing | undefined => passingOfKind.get(kind);

/** Sizes of a first part, in bytes: each is a power of two. An event stream needs a few for one event. */
export const smallestPart = ({ what }: Passing): number => (what === 'sse' ? 16 : 1);
export const largestPart = 4 * 1024 * 1024;

/** '1 byte', '512 bytes', '16 KB', '4 MB': of a power of two. 1 KB is 1,024 bytes. */
export function sizeText(bytes: number): string {
  if (bytes >= 1024 * 1024) return `${bytes / 1024 / 1024} MB`;
  if (bytes >= 1024) return `${bytes / 1024} KB`;
  return bytes === 1 ? '1 byte' : `${bytes} bytes`;
}

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
  asked('reach-late'),
  asked('tunnel'),
  asked('pool'),
  asked('expect-continue'),
  asked('early-answer'),
  asked('race-safe'),
  asked('race-unsafe'),
  asked('idle-behind'),
  asked('renewal'),
  ...passings.flatMap((passing) => askedOver(kindOfPassing(passing))),
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
  /** What leaves a connection idle behind, and what then is sent on it. */
  before: named('race/before'),
  after: named('race/after'),
  idle: named('idle'),
  pool: named('pool'),
  renewal: named('renewal'),
  tunnel: named('tunnel'),
  expect: named('expect'),
  early: named('early'),
  interlock: named('interlock'),
  webSocket: named('websocket'),
};

/** For how many seconds the origin keeps a connection that is idle, one connection each. */
export const idleLimits: readonly number[] = [1, 2, 5];

/** So many clients ask at once, one group after another. */
export const poolSizes: readonly number[] = [1, 2, 5, 20];

/** So many requests are sent, one after another, to see after how many a connection behind is renewed. */
export const renewalRequests = 1100;

/** Of the request whose answer comes early: as much again is withheld. More than most proxies hold. */
export const earlyPart = 65_536;

/** How many exchanges there are where connections are counted. */
export const exchangesCounted = 5;

/** One exchange of a passing: a first part of so many bytes, and as many again that are withheld. */
export interface PassingAttempt {
  passing: Passing;
  size: number;
  /** Among all of its question, from 1. */
  nth: number;
  /** The message says `Incremental: ?1`, that it is to be passed on as it comes. RFC 10036. */
  isIncremental: boolean;
}

export const attemptPath = ({ passing: { what, how }, size, nth, isIncremental }: PassingAttempt): string =>
  named(`${what}/${how}/${size}/${nth}${isIncremental ? incremental : ''}`);

/** Of a path that may have been changed on its way; undefined where it is another. */
export function attemptOf(path: string): PassingAttempt | undefined {
  const [, what, how, size, nth, end] = attemptPattern.exec(path) ?? [];
  const passing = passings.find((one) => one.what === what && one.how === how);
  return passing && { passing, size: Number(size), nth: Number(nth), isIncremental: end === incremental };
}

const incremental = '/incremental';
const attemptPattern = new RegExp(`${originPath}(\\w+)/([\\w-]+)/(\\d+)/(\\d+)\\b(${incremental})?`);

/** What the client says on a WebSocket; the origin's answer contains it. */
export const said = 'is anybody there?';
