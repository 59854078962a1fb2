/**
 * From how many bytes on a first part comes out at the other end while the rest is withheld: by where the first byte of
 * the content came out on one side, and where the first that was withheld went in on the other. RFC 9110 §7.6, §7.7.
 */
import { constants, gunzipSync } from 'node:zlib';
import type { Message } from '../../model/message.ts';
import { reason } from '../../model/reason.ts';
import type { Recording } from '../../model/recording.ts';
import type { Passes } from '../../model/result.ts';
import { confirmation } from '../../model/scripts/note.ts';
import {
  attemptOf,
  largestPart,
  type Passing,
  type PassingAttempt,
  sizeText,
  smallestPart,
} from '../../model/scripts/through.ts';
import { type Finding, inconclusive, no, yes } from '../../questions/question.ts';
import { contentsOn, type MessageContent, reached } from './contents.ts';

export interface PassesFinding {
  finding: Finding;
  passes: Passes;
  /** Whether what was held passes where it says `Incremental: ?1`; null where that was not asked, or cannot be told. */
  incremental: boolean | null;
}

/** What one exchange shows. */
interface Attempt {
  size: number;
  came: 'passed' | 'held' | 'refused' | 'unknown';
  /** It was waited for as long as a refusal needs. */
  isSure: boolean;
  isIncremental: boolean;
  /** Of an answer that is not the origin's. */
  status: number | undefined;
  request: Message;
}

export function passesFinding(recording: Recording | undefined, passing: Passing): PassesFinding {
  if (!recording) return { ...unknown(inconclusive('question.not-put')), incremental: null };
  const all = attemptsIn(recording, passing);
  // As of a size: the last that was tried counts.
  const said = all.findLast(({ isIncremental }) => isIncremental);
  const incremental = said?.came === 'passed' ? true : said?.came === 'held' && said.isSure ? false : null;
  return {
    ...plainFinding(
      recording,
      passing,
      all.filter((one) => !one.isIncremental),
    ),
    incremental,
  };
}

type Plain = Omit<PassesFinding, 'incremental'>;

function plainFinding(recording: Recording, passing: Passing, all: Attempt[]): Plain {
  const bySize = new Map<number, Attempt>();
  // Of a size that was tried again the last counts: it was waited for longest.
  for (const attempt of all) bySize.set(attempt.size, attempt);
  const attempts = [...bySize.values()].sort((a, b) => a.size - b.size);
  const passed = attempts.filter(({ came }) => came === 'passed');
  const held = attempts.filter(({ came, isSure }) => came === 'held' && isSure);
  const most = held.at(-1);
  if (most) return heldUpTo(most, attempts);
  const [least] = passed;
  if (least?.size === smallestPart(passing) && passed.length === attempts.length)
    return { finding: yes('passes.at-once', least.request), passes: { passes: 'at once', bytes: null } };
  if (least) return unknown(inconclusive('passes.unfinished', ...requestsOf(attempts)));
  if (recording.timedOut) return unknown(inconclusive('through.late', ...requestsOf(attempts)));
  const status = attempts.find(({ came }) => came === 'refused')?.status;
  return unknown(
    inconclusive(
      status === undefined ? 'through.unfinished' : reason('through.status', { n: status }),
      ...requestsOf(attempts),
    ),
  );
}

/** `most`: the largest that was held. What is larger passed, or was refused, or there is no larger. */
function heldUpTo(most: Attempt, attempts: Attempt[]): Plain {
  const Size = sizeText(most.size);
  const next = attempts.find(({ size }) => size === 2 * most.size);
  // Less than that may pass as it is, where so little is not compressed or stored.
  const less = attempts.findLast(({ size, came }) => came === 'passed' && size < most.size);
  if (next?.came === 'passed') {
    const sizes = { Size: sizeText(next.size), Less: Size };
    return {
      finding: yes(
        less
          ? reason('passes.from-again', { ...sizes, Little: sizeText(less.size) })
          : reason('passes.from', sizes),
        next.request,
        most.request,
      ),
      passes: { passes: 'from', bytes: next.size },
    };
  }
  const passes: Passes = { passes: 'when whole', bytes: most.size };
  if (less && (most.size === largestPart || next?.came === 'refused'))
    return {
      finding: no(
        'server',
        reason('passes.held-but', { Size, Little: sizeText(less.size) }),
        most.request,
        less.request,
      ),
      passes,
    };
  if (most.size === largestPart)
    return { finding: no('server', reason('passes.held', { Size }), most.request), passes };
  if (next?.came === 'refused' && next.status !== undefined)
    return {
      finding: no(
        'server',
        reason('passes.held-refused', { Size, n: next.status }),
        most.request,
        next.request,
      ),
      passes,
    };
  return unknown(inconclusive(reason('passes.unknown-above', { Size }), most.request));
}

const unknown = (finding: Finding): Plain => ({ finding, passes: { passes: '?', bytes: null } });

const requestsOf = (attempts: Attempt[]): Message[] => attempts.map(({ request }) => request);

/** In their order. */
function attemptsIn(recording: Recording, passing: Passing): Attempt[] {
  const [front, back] = [contentsOn(recording, 'front'), contentsOn(recording, 'back')];
  const isUpload = passing.what === 'upload';
  const [near, far] = isUpload ? [front, back] : [back, front];
  const kind = isUpload ? 'request' : 'response';
  return front.flatMap((request): Attempt[] => {
    if (request.message.kind !== 'request') return [];
    const attempt = attemptOf(request.path);
    if (attempt?.passing !== passing) return [];
    const { size } = attempt;
    const here = (content: MessageContent) => content.path === request.path;
    const isIt = (content: MessageContent) =>
      content.message.kind === kind && attemptOf(content.path)?.nth === attempt.nth;
    const withheld = earliest(near.filter(isIt).map((content) => reached(content, size + 1)));
    const [sent] = near.filter(isIt).map(firstByte);
    const out = earliest(far.filter(isIt).map((content) => firstOut(content, sent)));
    const response = front.find((content) => content.message.kind === 'response' && here(content))?.message;
    const status = response?.http?.status;
    const isWhole = status === 200 && response?.whole === true && response.end !== null;
    const came = outcome({ isWhole, status, withheld, out });
    const isSure = gracesFor(recording, attempt) >= confirmation;
    const { isIncremental } = attempt;
    return [{ size, request: request.message, status, came, isSure, isIncremental }];
  });
}

/** How many graces would have had to pass before the rest was let go by hand. */
function gracesFor({ events }: Recording, { nth }: PassingAttempt): number {
  const closed = events.find(
    (event) => event.type === 'mark' && event.mark === 'gate closed' && event.figures?.nth === nth,
  );
  return closed?.type === 'mark' ? (closed.figures?.graces ?? 0) : 0;
}

function outcome({
  isWhole,
  status,
  withheld,
  out,
}: {
  isWhole: boolean;
  status: number | undefined;
  withheld: number | null;
  out: number | null;
}): Attempt['came'] {
  if (status !== undefined && status !== 200) return 'refused';
  if (!isWhole || withheld === null || out === null) return 'unknown';
  return out < withheld ? 'passed' : 'held';
}

/** Where the first byte came out that went in at the other end, once what the proxy did to it is undone. */
function firstOut(content: MessageContent, sent: number | undefined): number | null {
  if (!isGzip(content)) return sent !== undefined && firstByte(content) === sent ? reached(content, 1) : null;
  const so: Uint8Array[] = [];
  for (const { seq, bytes } of content.pieces) {
    so.push(bytes);
    if (unpacked(Buffer.concat(so)) > 0) return seq;
  }
  return null;
}

const firstByte = ({ pieces }: MessageContent): number | undefined =>
  pieces.find(({ bytes }) => bytes.length > 0)?.bytes[0];

/** RFC 1952 §2.3.1; what is sent here begins otherwise. */
function isGzip({ pieces }: MessageContent): boolean {
  const start = Buffer.concat(pieces.slice(0, 2).map(({ bytes }) => bytes.subarray(0, 2)));
  return start[0] === 0x1f && start[1] === 0x8b;
}

/** How many bytes come of it, whole or not. */
function unpacked(bytes: Uint8Array): number {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }).length;
  } catch {
    return 0;
  }
}

function earliest(places: (number | null)[]): number | null {
  const known = places.filter((place) => place !== null);
  return known.length === 0 ? null : Math.min(...known);
}
