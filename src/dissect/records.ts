/**
 * Streams and flows without a protocol that is known here: a newline ends a record, a datagram is a message.
 * Who answers whom is not in the bytes, so that exchanges (turns) are counted elsewhere.
 */
import type { Ending, Message, MessageKind, MessageListener } from '../model/message.ts';
import { bytesOf } from '../model/slice.ts';
import type { Direction, Position } from '../model/trace.ts';
import { type Counts, createCounts, nextOrdinal } from './counts.ts';
import type { ConnectionDissector } from './dissector.ts';

export function records(
  connection: number,
  listener: MessageListener,
  counts: Counts = createCounts(),
): ConnectionDissector {
  listener.protocol(connection, 'records');
  const lanes = { c2s: newLane(), s2c: newLane() };

  function finish(lane: Lane, message: Message, ending: Ending, position: Position): void {
    message.end = position;
    message.ending = ending;
    message.whole = ending !== 'cut';
    lane.message = null;
    listener.ended(message);
  }

  return {
    bytes(direction, slice, position, offset) {
      const lane = lanes[direction];
      if (offset !== undefined) lane.offset = offset;
      const bytes = bytesOf(slice);
      let at = 0;
      while (at < bytes.length) {
        const lineFeed = bytes.indexOf(10, at);
        const to = lineFeed < 0 ? bytes.length : lineFeed + 1;
        const isNew = lane.message === null;
        lane.message ??= newMessage(
          lane,
          nextOrdinal(counts, direction),
          connection,
          direction,
          'record',
          position,
        );
        const message = lane.message;
        grow(lane, message, bytes.subarray(at, to), lineFeed < 0 ? 0 : 1);
        if (isNew) listener.begun(message);
        if (lineFeed >= 0) finish(lane, message, 'newline', position);
        at = to;
      }
    },
    end(direction, position) {
      const lane = lanes[direction];
      if (lane.message !== null) finish(lane, lane.message, 'FIN', position);
    },
    close(position) {
      for (const lane of [lanes.c2s, lanes.s2c]) {
        if (lane.message !== null) finish(lane, lane.message, 'cut', position);
      }
    },
    pending: () => Number.POSITIVE_INFINITY,
  };
}

/** UDP: each bytes event is a datagram, and a message of its own. RFC 768. */
export function datagrams(connection: number, listener: MessageListener): ConnectionDissector {
  listener.protocol(connection, 'datagrams');
  const counts = createCounts();
  const lanes = { c2s: newLane(), s2c: newLane() };
  return {
    bytes(direction, slice, position) {
      const lane = lanes[direction];
      const message = newMessage(
        lane,
        nextOrdinal(counts, direction),
        connection,
        direction,
        'datagram',
        position,
      );
      grow(lane, message, bytesOf(slice), 0);
      listener.begun(message);
      message.end = position;
      message.ending = 'datagram';
      message.whole = true;
      listener.ended(message);
    },
    end() {},
    close() {},
    pending: () => Number.POSITIVE_INFINITY,
  };
}

/** Characters of text that a message shows. */
const longestText = 200;
/** Bytes that surely hold as many characters in UTF-8. */
const enoughBytes = 4 * longestText;

function newLane(): Lane {
  return { offset: 0, message: null, kept: emptyBuffer };
}

const emptyBuffer = Buffer.alloc(0);

function newMessage(
  lane: Lane,
  ordinal: number,
  connection: number,
  direction: Direction,
  kind: MessageKind,
  position: Position,
): Message {
  lane.kept = emptyBuffer;
  return {
    connection,
    direction,
    kind,
    ordinal,
    exchange: null,
    begin: position,
    end: null,
    from: lane.offset,
    to: lane.offset,
    bytes: 0,
    content: 0,
    ending: null,
    whole: false,
    text: '',
  };
}

/** Adds bytes, the last `framing` of which are no content. */
function grow(lane: Lane, message: Message, bytes: Buffer, framing: number): void {
  lane.offset += bytes.length;
  message.to = lane.offset;
  message.bytes += bytes.length;
  message.content += bytes.length - framing;
  if (lane.kept.length >= enoughBytes) return;
  lane.kept = Buffer.concat([lane.kept, bytes.subarray(0, enoughBytes - lane.kept.length)]);
  message.text = textOf(lane.kept);
}

function textOf(bytes: Buffer): string {
  const text = bytes
    .toString('utf8')
    .replace(/\r?\n$/, '')
    .slice(0, longestText);
  // Not half a character.
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}

interface Lane {
  offset: number;
  /** The record that is unfinished. */
  message: Message | null;
  /** Its first bytes, for its text. */
  kept: Buffer;
}
