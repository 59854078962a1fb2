/**
 * Reads the trace of a question through a proxy: whose connection is whose, and in which order parts came out on one
 * side and went in on the other. Both taps count in one order, and each part waited for the one before it.
 */
import { transcribe } from '../../dissect/transcript.ts';
import type { Recording } from '../../model/recording.ts';

import {
  type FrontVersion,
  frontVersions,
  nameOf,
  paths,
  type ThroughKind,
  throughQuestion,
} from '../../model/scripts/through.ts';
import type { Direction, OpenEvent, Side, TraceEvent } from '../../model/trace.ts';
import type { Transcript } from '../../model/transcript.ts';

/** The events of one side, and all marks. */
export function sideOf({ events }: Pick<Recording, 'events'>, side: Side): TraceEvent[] {
  const backPort = markedPort(events);
  const sideOfOpen = ({ side, front: { tap } }: OpenEvent): Side =>
    side ?? ('port' in tap && tap.port === backPort ? 'back' : 'front');
  const connections = new Set(
    events
      .filter((event): event is OpenEvent => event.type === 'open' && sideOfOpen(event) === side)
      .map(({ connection }) => connection),
  );
  return events.filter((event) => event.type === 'mark' || connections.has(event.connection));
}

/** In older traces an open event did not say its side: a mark did, by the port of the tap at the back. */
function markedPort(events: TraceEvent[]): number | undefined {
  const mark = events.find((event) => event.type === 'mark' && event.of === 'the tap behind the proxy');
  return mark?.type === 'mark' ? mark.figures?.port : undefined;
}

/** The recording of a question; `version` where it is asked over each. */
export const recordingOf = (
  recordings: Recording[],
  kind: ThroughKind,
  version: FrontVersion | null = null,
): Recording | undefined => recordings.find(({ question }) => question === nameOf({ kind, version }));

export const kindOf = ({ question }: Recording): ThroughKind | undefined => throughQuestion(question)?.kind;

export const transcriptOf = (recording: Recording, side: Side): Transcript =>
  transcribe(sideOf(recording, side), recording.question);

/** `seq` of the bytes with which the text was whole on a connection of that side; null if it never was. */
export function seen(recording: Recording, side: Side, direction: Direction, text: string): number | null {
  const texts = new Map<number, string>();
  for (const event of sideOf(recording, side)) {
    if (event.type === 'mark' && event.mark === 'question ended') return null;
    if (event.type === 'open' && !event.control) texts.set(event.connection, '');
    if (event.type !== 'bytes' || event.direction !== direction) continue;
    const before = texts.get(event.connection);
    if (before === undefined) continue;
    const now = before + Buffer.from(event.bytes).toString('latin1');
    if (now.includes(text)) return event.seq;
    texts.set(event.connection, now.slice(-text.length));
  }
  return null;
}

/**
 * Whether behind the proxy a connection was opened beside one that was open already. It may be that the proxy only had
 * not done yet with the one when it had to have the other.
 */
export function opensBeside(recording: Recording): boolean {
  const open = new Set<number>();
  for (const event of sideOf(recording, 'back')) {
    if (event.type === 'mark' && event.mark === 'question ended') return false;
    if (event.type === 'open') {
      if (open.size > 0) return true;
      open.add(event.connection);
    } else if (event.type === 'end' || event.type === 'reset' || event.type === 'close')
      open.delete(event.connection);
  }
  return false;
}

/** Whether a gate was released by hand. */
export const releasedByHand = ({ events }: Recording): boolean =>
  events.some((event) => event.type === 'mark' && event.mark === 'gate released' && event.by === 'hand');

/** Whether the client has a whole answer with status 200 to a request whose path ends so. */
export const finished = (recording: Recording, path: string): boolean =>
  transcriptOf(recording, 'front').connections.some(({ messages }) =>
    messages.some(
      ({ kind, http, exchange }) =>
        kind === 'request' &&
        http?.path?.endsWith(path) === true &&
        messages.some(
          (answer) =>
            answer.kind === 'response' &&
            answer.exchange === exchange &&
            answer.whole &&
            answer.end !== null &&
            answer.http?.status === 200,
        ),
    ),
  );

/** The versions in which the proxy answered. */
export const spoken = (recordings: Recording[]): FrontVersion[] =>
  frontVersions.filter((version) => {
    const recording = recordingOf(recordings, 'reach', version);
    if (!recording) return false;
    return transcriptOf(recording, 'front').connections.some(({ messages }) =>
      messages.some(
        ({ kind, http }) => kind === 'response' && (http?.version === '2') === (version === 'http/2'),
      ),
    );
  });

/** Whether a request for us came out behind the proxy. */
export const reachedOrigin = (recordings: Recording[]): boolean =>
  recordings
    .filter((recording) => ['reach', 'reach-late'].includes(kindOf(recording) ?? ''))
    .some((recording) =>
      transcriptOf(recording, 'back').connections.some(({ messages }) =>
        messages.some(({ http }) => http?.path?.endsWith(paths.reach)),
      ),
    );

/** Whether any request came out behind the proxy. */
export const asksOrigin = (recording: Recording): boolean =>
  transcriptOf(recording, 'back').connections.some(({ messages }) =>
    messages.some(({ kind }) => kind === 'request'),
  );

/** The Server and Via fields of the proxy's first answer over HTTP/1.1: our origin sends neither. */
export function namedByFields(recordings: Recording[]): string | null {
  const reach = recordingOf(recordings, 'reach', 'http/1.1');
  const [head = ''] = textOf(reach, 'front', 's2c').split('\r\n\r\n');
  const fields = [...head.matchAll(/^(?:server|via):[ \t]*(.+?)\r?$/gim)].map(([, value = '']) => value);
  return fields.length > 0 ? fields.join(', ') : null;
}

/** The page that HAProxy sends where it was asked nothing is its own. */
export const namedByPage = (recordings: Recording[]): string | null =>
  textOf(recordingOf(recordings, 'no request at all'), 'front', 's2c').includes(
    '<h1>400 Bad request</h1>\nYour browser sent an invalid request.',
  )
    ? 'HAProxy'
    : null;

const textOf = (recording: Recording | undefined, side: Side, direction: Direction): string =>
  recording
    ? sideOf(recording, side)
        .map((event) =>
          event.type === 'bytes' && event.direction === direction
            ? Buffer.from(event.bytes).toString('latin1')
            : '',
        )
        .join('')
    : '';
