/** What the parts of the HTTP/2 dissector share: making and ending messages, ordinals, and telling of faults. */

import type { Control, Ending, HttpFields, MessageKind, MessageListener } from '../../model/message.ts';
import type { PlainReasonId } from '../../model/reason.ts';
import { type GivenRule, ruleBroken } from '../../model/rules/fault.ts';

import type { Direction, Position } from '../../model/trace.ts';
import { senderOf } from '../../model/trace.ts';
import { type Counts, nextOrdinal } from '../counts.ts';
import { reportLimit } from '../lost.ts';
import { finishMessage, type OpenMessage } from '../open-message.ts';
import type { Place } from './frames.ts';
import type { Section } from './sections/sections.ts';

export interface Http2Messages {
  /** Its ordinal is taken now; it is reported by `begin`. */
  make(
    direction: Direction,
    kind: MessageKind,
    section: Section,
    exchange: number | null,
    http: HttpFields,
  ): OpenMessage;
  begin(message: OpenMessage): void;
  /** Before it grows: it goes on at this offset. */
  proceed(message: OpenMessage, from: number): void;
  content(message: OpenMessage, bytes: Uint8Array, seq: number): void;
  finish(message: OpenMessage, end: Position, ending: Ending, whole: boolean): void;
  withdraw(message: OpenMessage): void;
  control(direction: Direction, place: Place & { to: number }, what: string, detail: Control['detail']): void;
  fault(direction: Direction, place: FaultPlace, rule: GivenRule): void;
  /** More is open than is kept. */
  limit(direction: Direction, place: Place, reached: PlainReasonId): void;
  /** For a dissector of what this stream carries. */
  nested(stream: number | undefined): MessageListener;
}

/** Of a frame or a header section, or of what is neither. */
type FaultPlace = Place & Partial<Pick<Section, 'stream' | 'promised'>>;

export function createMessages(connection: number, listener: MessageListener, counts: Counts): Http2Messages {
  return {
    make: (direction, kind, section, exchange, http) => ({
      connection,
      direction,
      kind,
      ordinal: nextOrdinal(counts, direction),
      exchange,
      begin: section.begin,
      end: null,
      reached: section.end.seq,
      from: section.from,
      to: section.to,
      bytes: section.bytes,
      content: 0,
      ending: null,
      whole: false,
      http,
    }),
    begin: (message) => listener.begun(message),
    proceed: (message, from) => {
      if (from !== message.to) listener.resumed?.(message, from);
    },
    content: (message, bytes, seq) => listener.content?.(message, bytes, seq),
    finish: (message, end, ending, whole) => finishMessage(listener, message, ending, end, whole),
    withdraw: (message) => listener.withdrawn(message),
    control: (direction, place, what, detail) =>
      listener.control({
        // Of every frame: to copy what `begin` has would take most of the time of reading it.
        seq: place.begin.seq,
        at: place.begin.at,
        connection,
        direction,
        what,
        detail,
        from: place.from,
        to: place.to,
      }),
    fault: (direction, place, rule) =>
      listener.fault({
        ...place.begin,
        connection,
        side: senderOf(direction),
        direction,
        offset: place.from,
        ...onStream(place.promised ?? place.stream),
        reason: ruleBroken(rule),
      }),
    limit: (direction, place, reached) =>
      reportLimit({ connection, listener }, direction, reached, place.from, place.begin),
    // The connection stays one of HTTP/2.
    nested: (stream) => ({
      ...listener,
      protocol: () => {},
      fault: (fault) => listener.fault({ ...fault, ...onStream(stream) }),
    }),
  };
}

/** Stream 0 is the connection itself, RFC 9113 §5.1.1. */
const onStream = (stream: number | undefined): { stream?: number } =>
  stream === undefined || stream === 0 ? {} : { stream };
