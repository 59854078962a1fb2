/**
 * The messages on the streams of one HTTP/2 connection, RFC 9113 §8.1: a request and its response are a header
 * section, DATA, and perhaps trailers each, up to END_STREAM. CONNECT, §8.5, ends at its headers.
 */
import type { Message } from '../../model/message.ts';
import type { PlainRuleId } from '../../model/rules/fault.ts';
import type { Direction, Position } from '../../model/trace.ts';
import type { Counts } from '../counts.ts';
import type { ConnectionDissector, UpgradeRequest } from '../dissector.ts';
import type { OpenMessage } from '../open-message.ts';
import { checkLength } from './data.ts';
import { flag } from './frame-rules.ts';
import type { Frame } from './frames.ts';
import type { Http2Messages } from './messages.ts';
import type { Pushes } from './push.ts';
import { interimName, requestFields, responseFields, statusOf } from './sections/fields.ts';
import {
  promiseFaults,
  requestFaults,
  requestLimit,
  responseFaults,
  responseLimit,
  trailerFaults,
} from './sections/section-rules.ts';
import type { Section } from './sections/sections.ts';
import type { Push } from './settings.ts';
import type { CountStream } from './stream-limit.ts';
import { isPush, type Stream, type StreamTable } from './stream-table.ts';

/**
 * What reads the content of DATA after this CONNECT and its 2xx; null: nothing does. `extensions`: the value of
 * Sec-WebSocket-Extensions in that response.
 */
export type Tunnel = (request: Message, extensions: string | undefined) => ConnectionDissector | null;

export interface Streams {
  /** Stream 1 is that of a request that was sent in HTTP/1.1. */
  upgraded(request: UpgradeRequest): void;
  /** HEADERS, whole. */
  section(direction: Direction, section: Section): void;
  /** PUSH_PROMISE, whole. */
  promise(section: Section, is: Push): void;
  /** DATA, whole. */
  dataEnded(direction: Direction, frame: Frame, end: Position): void;
}

export function createStreams(
  messages: Http2Messages,
  table: StreamTable,
  push: Pushes,
  counts: Counts,
  count: CountStream,
  tunnel: Tunnel,
): Streams {
  const tell = (direction: Direction, section: Section, faults: readonly PlainRuleId[]): void => {
    for (const rule of faults) messages.fault(direction, section, rule);
  };

  const request = (stream: Stream, section: Section): void => {
    count('c2s', stream, section);
    tell('c2s', section, requestFaults(section.fields));
    counts.exchanges += 1;
    stream.exchange = counts.exchanges;
    stream.method = section.fields?.method;
    const http = requestFields(stream.id, section.fields);
    const message = messages.make('c2s', 'request', section, stream.exchange, http);
    stream.c2s.state = 'open';
    messages.begin(message);
    if (http.method === 'CONNECT') {
      stream.connect = message;
      messages.finish(message, section.end, 'headers', true);
    } else {
      stream.c2s.message = message;
      stream.c2s.limit = requestLimit(section.fields);
    }
  };

  const response = (stream: Stream, section: Section): void => {
    if (isPush(stream.id) && !stream.isCounted) count('s2c', stream, section);
    tell('s2c', section, responseFaults(section.fields, stream.method));
    const status = statusOf(section.fields);
    if (status !== null && status < 200) {
      // RFC 9113 §8.1 and §8.6.
      if (section.endStream) messages.fault('s2c', section, 'http2.interim-end');
      if (status === 101) messages.fault('s2c', section, 'http2.switching-protocols');
      messages.control('s2c', section, interimName(status), { status, stream: stream.id });
      return;
    }
    stream.s2c.state = 'open';
    stream.s2c.limit = responseLimit(section.fields, stream.method);
    if (stream.s2c.message !== null) {
      push.responded(stream.id, section);
      extend(stream.s2c.message, section);
      return;
    }
    const http = responseFields(stream.id, section.fields);
    const message = messages.make('s2c', 'response', section, stream.exchange, http);
    messages.begin(message);
    if (stream.connect === null || status === null || status >= 300) {
      stream.s2c.message = message;
      return;
    }
    messages.finish(message, section.end, 'headers', true);
    const reader = tunnel(stream.connect, section.fields?.extensions);
    if (reader === null) return;
    table.tunnels.set(stream.id, reader);
    if (stream.c2s.state === 'done') reader.end('c2s', section.end);
  };

  const trailers = (stream: Stream, direction: Direction, section: Section): void => {
    const { message } = stream[direction];
    if (message === null) {
      if (stream.connect !== null) messages.fault(direction, section, 'http2.headers-in-tunnel');
      return;
    }
    extend(message, section);
    if (!section.endStream) messages.fault(direction, section, 'http2.trailers');
    tell(direction, section, trailerFaults(section.fields));
  };

  /** The stream that HEADERS opens or goes on with, or null where it may do neither. */
  const clientStream = (section: Section): Stream | null => {
    const { stream: id } = section;
    if (isPush(id)) {
      messages.fault('c2s', section, 'http2.headers-of-client');
      return null;
    }
    const known = table.get(id);
    if (id > table.last.c2s) {
      table.last.c2s = id;
      if (known !== undefined) return known;
      if (table.hasRoom('c2s', section)) return table.add(id, 'waiting', 'waiting');
      countOnly(section);
      return null;
    }
    if (known === undefined) table.faultWhereClosed('c2s', id, section, 'HEADERS');
    return known ?? null;
  };

  /** A request whose stream is not kept: nobody will know what answers it, nor where its content ends. */
  const countOnly = (section: Section): void => {
    const message = messages.make(
      'c2s',
      'request',
      section,
      null,
      requestFields(section.stream, section.fields),
    );
    messages.begin(message);
    messages.finish(message, section.end, section.endStream ? 'END_STREAM' : 'cut', section.endStream);
  };

  const serverStream = (section: Section): Stream | null => {
    const { stream: id } = section;
    const known = table.get(id);
    if (known !== undefined) return known;
    if (table.idle(id)) {
      messages.fault('s2c', section, 'http2.headers-unasked');
      // Open without a message: what follows on it is no further fault.
      return table.hasRoom('s2c', section) ? table.add(id, 'waiting', 'open') : null;
    }
    table.faultWhereClosed('s2c', id, section, 'HEADERS');
    return null;
  };

  return {
    upgraded: ({ exchange, method }) => {
      table.last.c2s = 1;
      const stream = table.add(1, 'done', 'waiting');
      stream.exchange = exchange;
      stream.method = method;
      table.opened(stream);
    },

    section: (direction, section) => {
      const stream = direction === 'c2s' ? clientStream(section) : serverStream(section);
      if (stream === null) return;
      const { state } = stream[direction];
      if (state === 'done') return messages.fault(direction, section, 'http2.headers-after-end');
      if (state === 'open') trailers(stream, direction, section);
      else if (direction === 'c2s') request(stream, section);
      else response(stream, section);
      if (!section.endStream) return;
      checkLength(messages, direction, stream[direction], section, true);
      finish(stream, direction, section.end);
    },

    promise: (section, is) => {
      const id = section.promised ?? 0;
      if (!isPush(id) || id <= table.last.s2c) {
        return messages.fault('s2c', section, 'http2.promised-stream');
      }
      table.last.s2c = id;
      if (!table.hasRoom('s2c', section)) return;
      const stream = table.add(id, 'done', 'waiting');
      stream.method = section.fields?.method;
      // Open without a message: what follows on it is no further fault.
      stream.s2c.state = 'open';
      if (is === 'forbidden') return messages.fault('s2c', section, 'http2.push-not-accepted');
      if (!promisable(section)) return;
      tell('s2c', section, promiseFaults(section.fields));
      if (is === 'refused') return messages.control('s2c', section, 'push refused', { stream: id });
      stream.s2c.state = 'waiting';
      const message = messages.make('s2c', 'push', section, null, requestFields(id, section.fields));
      stream.s2c.message = message;
      push.promised(id, message);
    },

    dataEnded: (direction, frame, end) => {
      const stream = table.get(frame.stream);
      if (stream?.[direction].state !== 'open') return;
      const isOver = (frame.flags & flag.END_STREAM) !== 0;
      checkLength(messages, direction, stream[direction], frame, isOver);
      if (isOver) finish(stream, direction, end);
    },
  };

  function extend(message: OpenMessage, section: Section): void {
    messages.proceed(message, section.from);
    message.bytes += section.bytes;
    message.to = section.to;
    message.reached = section.end.seq;
  }

  function finish(stream: Stream, direction: Direction, end: Position): void {
    const half = stream[direction];
    if (half.state === 'waiting') {
      // It ends before its response began, and was never reported.
      push.dropped(stream.id);
      half.message = null;
    }
    table.finish(stream, direction, end, 'END_STREAM');
    if (isPush(stream.id)) push.ended(stream.id);
  }

  /** A promise goes with a request that the server has not finished answering, or that the client has just reset. */
  function promisable(section: Section): boolean {
    const stream = table.get(section.stream);
    if (stream !== undefined && stream.s2c.state !== 'done' && !isPush(stream.id)) return true;
    if (stream === undefined) return !table.faultWhereClosed('s2c', section.stream, section, 'PUSH_PROMISE');
    messages.fault('s2c', section, 'http2.promise-on-finished');
    return false;
  }
}
