/**
 * HTTP/1.0 and HTTP/1.1, RFC 9112: bytes of both directions in, requests and responses out. It keeps no content,
 * and of a head only what is split across events.
 */
import type { MessageListener } from '../../model/message.ts';
import { copyOf, type Piece, pieceOf } from '../../model/piece.ts';
import type { Direction, Position } from '../../model/trace.ts';
import { type Counts, createCounts } from '../counts.ts';
import type { ConnectionDissector, UpgradeTo } from '../dissector.ts';
import { records } from '../records.ts';
import { readBody } from './body.ts';
import { isWithinContent, loseTrack, missingContent, resume } from './gap.ts';
import { readRequestLine, readStatusLine } from './head.ts';
import { remember, standsAt } from './known.ts';
import { beginHead, finish, giveUp, grow, isOver, type Lane, newHttp1, violate } from './lane.ts';
import { requestHead } from './request.ts';
import { reportProtocol, responseHead } from './response.ts';
import { newSection, readSection, wholeLines } from './section.ts';

/** More than this after a CONNECT or Upgrade request, before its answer, is refused. */
const longestHold = 1_048_576;

export function http1(
  connection: number,
  listener: MessageListener,
  counts: Counts = createCounts(),
  upgradeTo: UpgradeTo = () => records,
): ConnectionDissector {
  const state = newHttp1(connection, listener, counts, upgradeTo, release);
  const { c2s, s2c } = state;
  let held: { piece: Piece | null; position: Position }[] = [];
  let heldLength = 0;

  function read(lane: Lane, piece: Piece, position: Position): void {
    const { data, to } = piece;
    let at = piece.from;
    // While it is read, it is the offset of the index 0, so that every other follows from its index.
    lane.offset -= at;
    while (at < to && !isOver(lane)) {
      switch (lane.state) {
        case 'between':
          while (at < to && isLineEnd(data[at])) at += 1;
          if (at < to) beginHead(state, lane, lane.offset + at, position);
          break;
        case 'head':
          at = readHead(lane, piece, at, position);
          break;
        case 'content':
          at = readContent(lane, data, at, to, position);
          break;
        case 'held':
          hold(copyOf({ ...piece, from: at }), lane.offset + piece.from, position);
          lane.offset += at;
          return;
        case 'taken over':
          state.upgrade?.bytes(lane.direction, { ...piece, from: at }, position, lane.offset + at);
          at = to;
          break;
        case 'lost':
          if (!resume(state, lane, piece, at)) at = to;
          break;
      }
    }
    lane.offset += to;
    if (state.gapped && lane.state === 'ignored') loseTrack(state, lane.direction, null, position);
  }

  function readHead(lane: Lane, { data, view, to }: Piece, from: number, position: Position): number {
    if (lane.section === null) {
      const { known } = lane;
      if (known !== null && standsAt(known, view, from, to))
        return takeHead(lane, known.text, from + known.length, position);
      lane.section = newSection();
    }
    const { section } = lane;
    const startLineWasRead = section.hasLine;
    const at = readSection(section, data, from, to);
    if (section.text !== null) {
      remember(lane, section, view, from, at);
      return takeHead(lane, section.text, at, position);
    }
    grow(lane, lane.offset + at, 0);
    const readStartLine = lane === c2s ? readRequestLine : readStatusLine;
    if (section.hasLine && !startLineWasRead && readStartLine(wholeLines(section)) === null) {
      const what = lane === c2s ? 'a malformed request line' : 'a malformed status line';
      giveUp(state, lane, what, lane.from, position);
    } else if (section.overlong) {
      giveUp(state, lane, 'a head longer than 64 KiB', lane.from, position);
    }
    return at;
  }

  /** `at` is the index after it, which it gives back. */
  function takeHead(lane: Lane, text: string, at: number, position: Position): number {
    grow(lane, lane.offset + at, 0);
    const head = lane === c2s ? requestHead : responseHead;
    head(state, text, lane.offset + at, position, false);
    if (lane === c2s) afterRequest();
    return at;
  }

  function readContent(lane: Lane, data: Buffer, from: number, to: number, position: Position): number {
    const { body } = lane;
    if (body === null) return to;
    const at = readBody(body, data, from, to, lane.offset, (what, offset) =>
      violate(state, lane, what, offset, position),
    );
    grow(lane, lane.offset + at, body.content);
    if (body.step === 'done' || body.step === 'faulty') {
      finish(state, lane, body.step === 'faulty' ? 'cut' : lane.by, position);
      if (body.step === 'faulty') lane.state = 'ignored';
      else if (lane === c2s) afterRequest();
    }
    return at;
  }

  /** A request that asked for a change of protocol is over: whose are the client's next bytes? */
  function afterRequest(): void {
    if (c2s.state !== 'between') return;
    const change = state.latest?.change;
    if (change === 'asked') c2s.state = 'held';
    if (change === 'accepted') c2s.state = 'taken over';
  }

  /** `offset`: where to say that it is too much. */
  function hold(piece: Piece | null, offset: number, position: Position): void {
    held.push({ piece, position });
    heldLength += piece === null ? 0 : piece.to - piece.from;
    if (heldLength <= longestHold) return;
    const what = 'more than 1 MiB after a request to change the protocol, before its answer';
    giveUp(state, c2s, what, offset, position);
    held = [];
  }

  function release(): void {
    if (c2s.state !== 'held') return;
    c2s.state = state.latest?.change === 'accepted' ? 'taken over' : 'between';
    const waiting = held;
    held = [];
    heldLength = 0;
    for (const { piece, position } of waiting) {
      if (piece === null) end(c2s, position);
      else read(c2s, piece, position);
    }
  }

  function end(lane: Lane, position: Position): void {
    if (lane.state === 'held') {
      hold(null, c2s.offset, position);
      return;
    }
    if (lane.state === 'taken over') state.upgrade?.end(lane.direction, position);
    else finishLane(lane, position, lane.by === 'FIN' ? 'FIN' : 'cut');
    if (lane === s2c) finishReading();
  }

  function finishLane(lane: Lane, position: Position, ending: 'FIN' | 'cut'): void {
    if (lane.state === 'head' && lane.section !== null) {
      const text = wholeLines(lane.section);
      const head = lane === c2s ? requestHead : responseHead;
      if (text === '') giveUp(state, lane, 'connection ended within a start-line', lane.from, position);
      else head(state, text, lane.offset, position, true);
    }
    if (isOver(lane)) return;
    finish(state, lane, ending, position);
    lane.state = 'finished';
  }

  /** There will be no response: then the version of the request is all there is. */
  function finishReading(): void {
    if (state.latest !== null) reportProtocol(state, state.latest.minor);
  }

  function close(position: Position): void {
    if (c2s.state === 'held' && state.latest?.method !== 'CONNECT') {
      if (state.latest !== null) state.latest.change = 'refused';
      release();
    }
    held = [];
    const { upgrade } = state;
    state.upgrade = null;
    finishLane(c2s, position, 'cut');
    finishLane(s2c, position, 'cut');
    finishReading();
    upgrade?.close(position);
  }

  function gap(direction: Direction, length: number | null, position: Position): void {
    const lane = direction === 'c2s' ? c2s : s2c;
    state.gapped = true;
    if (lane.state === 'taken over' && state.upgrade?.gap !== undefined) {
      state.upgrade.gap(direction, length, position);
      lane.offset += length ?? 0;
    } else if (isWithinContent(lane, length)) {
      for (const bytes of missingContent(length)) read(lane, pieceOf(bytes), position);
    } else {
      held = [];
      heldLength = 0;
      finishReading();
      state.upgrade?.close(position);
      state.upgrade = null;
      loseTrack(state, direction, length, position);
      lane.offset += length ?? 0;
    }
  }

  function pending(direction: Direction): number {
    const lane = direction === 'c2s' ? c2s : s2c;
    if (lane.state === 'taken over') return state.upgrade?.pending(direction) ?? Number.POSITIVE_INFINITY;
    if (lane.state === 'head' && lane.message === null) return lane.begin.seq;
    const first = lane.state === 'held' ? held.find(({ piece }) => piece !== null) : undefined;
    return first?.position.seq ?? Number.POSITIVE_INFINITY;
  }

  return {
    bytes(direction, piece, position, offset) {
      const lane = direction === 'c2s' ? c2s : s2c;
      if (offset !== undefined) lane.offset = offset;
      read(lane, piece, position);
    },
    end: (direction, position) => end(direction === 'c2s' ? c2s : s2c, position),
    close,
    gap,
    pending,
    finish(position) {
      finishReading();
      state.upgrade?.finish?.(position);
    },
  };
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === 13 || byte === 10;
}
