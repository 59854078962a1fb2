/**
 * HTTP/1.0 and HTTP/1.1, RFC 9112: bytes of both directions in, requests and responses out. It keeps no content,
 * and of a head only what is split across events. What a direction reads, and what comes next: see state.ts.
 */
import type { MessageListener } from '../../model/message.ts';
import { type Slice, sliceOf } from '../../model/slice.ts';
import type { Direction, Position } from '../../model/trace.ts';
import { type Counts, createCounts } from '../counts.ts';
import type { ConnectionDissector, UpgradeTo } from '../dissector.ts';
import { opaque } from '../opaque/opaque.ts';
import { createBuffered, longestBuffered } from './buffered.ts';
import { afterMessage, createConnection, reportRequestProtocol } from './connection.ts';
import { readContent } from './content.ts';
import { isWithinContent, loseTrack, missingContent, resume } from './gap.ts';
import { beginHead, endMessage, giveUp, grow, settleEmpty, startLineFault, tellFault } from './messages.ts';
import { readHead } from './read-head.ts';
import { readRequest } from './request.ts';
import { beginResponse, decideUpgrade, type FinalResponse, readResponse, upgradedOf } from './response.ts';
import { wholeLines } from './section.ts';
import { type DirectionState, enter, isOver } from './state.ts';

export function http1(
  ordinal: number,
  listener: MessageListener,
  counts: Counts = createCounts(),
  upgradeTo: UpgradeTo = () => opaque,
): ConnectionDissector {
  const connection = createConnection(ordinal, listener, counts);
  const { c2s, s2c } = connection;
  /** Reads on in the directions that are upgraded. */
  let upgrade: ConnectionDissector | null = null;
  const buffered = createBuffered();

  function read(direction: DirectionState, slice: Slice, position: Position): void {
    const { data, to } = slice;
    let at = slice.from;
    direction.seq = position.seq;
    // While it is read, it is the offset of the index 0, so that every other follows from its index.
    direction.offset -= at;
    while (at < to && !isOver(direction)) {
      switch (direction.state) {
        case 'between messages':
          while (at < to && isLineEnd(data[at])) at += 1;
          if (at < to) beginHead(connection, direction, direction.offset + at, position);
          break;
        case 'head':
          at = readHead(connection, direction, slice, at, position);
          if (direction.head !== null)
            takeHead(direction, direction.head, direction.offset + at, position, false);
          break;
        case 'content':
          at = takeContent(direction, data, at, to, position);
          break;
        case 'buffering':
          buffer({ ...slice, from: at }, position, direction.offset + at);
          at = to;
          break;
        case 'upgraded':
          upgrade?.bytes(direction.name, { ...slice, from: at }, position, direction.offset + at);
          at = to;
          break;
        case 'lost':
          if (!resume(connection, direction, slice, at)) at = to;
          break;
      }
    }
    const start = direction.offset + slice.from;
    direction.offset += to;
    if (!connection.isGapped || direction.state !== 'unreadable') return;
    loseTrack(connection, direction.name, null, position);
    if (direction.from >= start) return;
    // What looked like the beginning of a head was none, and hides none that begins here.
    direction.offset = start;
    read(direction, slice, position);
  }

  /** A head that ends at the offset `end`; `isCut`: what came of it before the connection ended. */
  function takeHead(
    direction: DirectionState,
    text: string,
    end: number,
    position: Position,
    isCut: boolean,
  ): void {
    grow(direction, end, 0);
    if (direction === c2s) {
      readRequest(connection, text, end, position, isCut);
      return;
    }
    const response = readResponse(connection, text, end, position, isCut);
    if (response === null) return;
    settleUpgrade(response);
    // What the client sent may have been nonsense after a gap, which says nothing of this response.
    if (s2c.state !== 'head') enter(s2c, 'head');
    beginResponse(connection, response, end, position, isCut);
  }

  function takeContent(
    direction: DirectionState,
    data: Buffer,
    from: number,
    to: number,
    position: Position,
  ): number {
    const { content } = direction;
    if (content === null) return to;
    const at = readContent(content, data, from, to, direction.offset);
    if (content.faults.length > 0)
      for (const { rule, offset } of content.faults.splice(0))
        tellFault(connection, direction, rule, offset, position);
    grow(direction, direction.offset + at, content.length);
    if (content.is === 'whole')
      endMessage(connection, direction, content.by, position, afterMessage(connection, direction));
    else if (content.is === 'malformed') endMessage(connection, direction, 'cut', position, 'unreadable');
    return at;
  }

  /** Where the response decides an upgrade, what the client sent meanwhile is read before the response is reported. */
  function settleUpgrade(response: FinalResponse): void {
    const { exchange, line } = response;
    const decided = decideUpgrade(exchange, line.status);
    if (decided === exchange.upgrade) return;
    exchange.upgrade = decided;
    if (decided === 'accepted') upgrade = upgradeTo(upgradedOf(response))(ordinal, listener, counts);
    readBuffered();
  }

  function buffer(slice: Slice, position: Position, offset: number): void {
    buffered.add(slice, position, offset);
    if (buffered.length() <= longestBuffered) return;
    giveUp(connection, c2s, 'http1.long-upgrade', buffered.from() ?? offset, position);
    buffered.take();
  }

  function readBuffered(): void {
    if (c2s.state !== 'buffering') return;
    enter(c2s, afterMessage(connection, c2s));
    for (const { slice, position, offset } of buffered.take()) {
      c2s.offset = offset;
      if (slice === null) end(c2s, position);
      else read(c2s, slice, position);
    }
  }

  function end(direction: DirectionState, position: Position): void {
    if (direction.state === 'buffering') {
      buffered.add(null, position, c2s.offset);
      return;
    }
    if (direction.state === 'upgraded') upgrade?.end(direction.name, position);
    else endDirection(direction, position, direction.content?.by === 'FIN' ? 'FIN' : 'cut');
    if (direction === s2c) reportRequestProtocol(connection);
  }

  function endDirection(direction: DirectionState, position: Position, ending: 'FIN' | 'cut'): void {
    if (direction.state === 'head' && direction.section !== null) {
      const text = wholeLines(direction.section);
      if (text !== '') takeHead(direction, text, direction.offset, position, true);
      else
        giveUp(
          connection,
          direction,
          startLineFault(direction, 'http1.cut-start-line'),
          direction.from,
          position,
        );
    }
    if (direction === s2c) settleEmpty(connection);
    if (!isOver(direction)) endMessage(connection, direction, ending, position, 'over');
  }

  function close(position: Position): void {
    const { latest } = connection;
    if (c2s.state === 'buffering' && latest !== null && latest.method !== 'CONNECT') {
      latest.upgrade = 'refused';
      readBuffered();
    }
    buffered.take();
    const closed = upgrade;
    upgrade = null;
    endDirection(c2s, position, 'cut');
    endDirection(s2c, position, 'cut');
    reportRequestProtocol(connection);
    closed?.close(position);
  }

  function gap(direction: DirectionState, length: number | null, position: Position): void {
    connection.isGapped = true;
    if (direction.state === 'upgraded' && upgrade?.gap !== undefined) {
      upgrade.gap(direction.name, length, position);
      direction.offset += length ?? 0;
    } else if (isWithinContent(direction, length)) {
      for (const bytes of missingContent(length)) read(direction, sliceOf(bytes), position);
    } else {
      buffered.take();
      settleEmpty(connection);
      reportRequestProtocol(connection);
      upgrade?.close(position);
      upgrade = null;
      loseTrack(connection, direction.name, length, position);
      direction.offset += length ?? 0;
    }
  }

  function pending({ name, state, message, begin }: DirectionState): number {
    if (state === 'upgraded') return upgrade?.pending(name) ?? Number.POSITIVE_INFINITY;
    if (state === 'head' && message === null) return begin.seq;
    return state === 'buffering' ? buffered.pending() : Number.POSITIVE_INFINITY;
  }

  const stateOf = (direction: Direction): DirectionState => (direction === 'c2s' ? c2s : s2c);

  return {
    bytes(direction, slice, position, offset) {
      const state = stateOf(direction);
      if (offset !== undefined) state.offset = offset;
      read(state, slice, position);
    },
    end: (direction, position) => end(stateOf(direction), position),
    close,
    gap: (direction, length, position) => gap(stateOf(direction), length, position),
    pending: (direction) =>
      direction === undefined ? Math.min(pending(c2s), pending(s2c)) : pending(stateOf(direction)),
    finish(position) {
      settleEmpty(connection);
      reportRequestProtocol(connection);
      upgrade?.finish?.(position);
    },
  };
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === 13 || byte === 10;
}
