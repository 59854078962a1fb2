/**
 * Tells from the first bytes what a stream carries: HTTP/2 by its preface (RFC 9113 §3.4), HTTP/1.x by a request
 * line (RFC 9112 §3) or status line, TLS by a handshake record (RFC 8446 §5.1), else text lines. Until then it
 * buffers the events, and hands them on with their own positions.
 */
import type { MessageListener } from '../model/message.ts';
import { bytesOf, copyOf, type Slice } from '../model/slice.ts';
import type { Direction, Position } from '../model/trace.ts';
import { type Counts, createCounts } from './counts.ts';
import type { ConnectionDissector, Dissect, UpgradeTo } from './dissector.ts';
import { readRequestLine } from './http1/head.ts';
import { http1 } from './http1/http1.ts';
import { http2 } from './http2/http2.ts';
import { lost, reportLost } from './lost.ts';
import { textLines } from './text-lines.ts';
import { webSocketOnStream } from './websocket/stream.ts';
import { webSocketAgreed } from './websocket/websocket.ts';

/** A client that has sent this much without saying what it speaks is taken to speak in text lines. */
const longestGuess = 65_536;

export function detect(
  connection: number,
  listener: MessageListener,
  counts: Counts = createCounts(),
): ConnectionDissector {
  const states = { c2s: createDirectionState(), s2c: createDirectionState() };
  let waiting: Waiting[] = [];
  let chosen: ConnectionDissector | null = null;
  let gapped = false;
  /** What looks like a violation after a gap may be the gap's doing. */
  const quiet: MessageListener = {
    ...listener,
    violation: (violation) => {
      if (!gapped) listener.violation(violation);
    },
  };

  function decide(dissect: Dissect | null): void {
    if (dissect === null || chosen !== null) return;
    const dissector = dissect(connection, quiet, counts);
    chosen = dissector;
    const events = waiting;
    waiting = [];
    for (const state of [states.c2s, states.s2c]) state.buffered = nothing;
    for (const { direction, slice, position, offset } of events) {
      if (slice === null) dissector.end(direction, position);
      else dissector.bytes(direction, slice, position, offset);
    }
  }

  /** Nothing more will tell. Where nothing was said, nothing is recognised. */
  function decideAnyway(): void {
    if (states.c2s.length + states.s2c.length > 0) decide(textLines);
  }

  return {
    bytes(direction, slice, position, offset) {
      if (chosen !== null) {
        chosen.bytes(direction, slice, position, offset);
        return;
      }
      if (slice.from === slice.to) return;
      buffer(states[direction], bytesOf(slice));
      const event: Waiting = { direction, slice, position, offset };
      waiting.push(event);
      decide(direction === 's2c' ? serverSpeaks(states.s2c) : clientSpeaks(states.c2s, states.s2c.ended));
      if (chosen === null) event.slice = copyOf(slice);
    },
    end(direction, position) {
      if (chosen !== null) {
        chosen.end(direction, position);
        return;
      }
      states[direction].ended = true;
      waiting.push({ direction, slice: null, position, offset: undefined });
      if (states.c2s.ended && states.s2c.ended) decideAnyway();
      else if (direction === 's2c') decide(clientSpeaks(states.c2s, true));
    },
    close(position) {
      decideAnyway();
      waiting = [];
      chosen?.close(position);
    },
    gap(direction, length, position) {
      gapped = true;
      waiting = [];
      // Before anything is recognised a gap may hold anything; HTTP/1.x can still be recognised by a later request.
      chosen ??= http(connection, quiet, counts);
      if (chosen.gap !== undefined) chosen.gap(direction, length, position);
      else {
        chosen.close(position);
        reportLost(connection, listener, direction, length, position);
        chosen = lost;
      }
    },
    pending(direction) {
      if (chosen !== null) return chosen.pending(direction);
      const first = waiting.find((event) => event.direction === direction && event.slice !== null);
      return first?.position.seq ?? Number.POSITIVE_INFINITY;
    },
    finish(position) {
      decideAnyway();
      chosen?.finish?.(position);
    },
  };
}

/** What follows a 101 to a protocol that is known here. A tunnel may carry anything. */
const upgradeTo: UpgradeTo = (protocol, extensions) => {
  if (protocol === null) return detect;
  if (protocol === 'websocket') return webSocketAgreed({ extensions });
  return protocol === 'h2c' ? h2 : textLines;
};

const h2: Dissect = (connection, listener, counts) =>
  http2(connection, listener, counts, { tunnelTo: webSocketOnStream });

const http: Dissect = (connection, listener, counts) => http1(connection, listener, counts, upgradeTo);

/** Nothing after the handshake can be read. */
function tls(connection: number, listener: MessageListener): ConnectionDissector {
  listener.protocol(connection, 'TLS');
  return { bytes() {}, end() {}, close() {}, pending: () => Number.POSITIVE_INFINITY };
}

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');

/** Null while it cannot be told. A line that is no HTTP request waits for the server, which may answer in HTTP all the same. */
function clientSpeaks(state: DirectionState, serverIsSilent: boolean): Dissect | null {
  const { buffered, length, lineFrom } = state;
  const sample = buffered.subarray(0, Math.min(length, longestGuess));
  if (sample[0] === 0x16 && sample[1] === 0x03) return tls;
  const compared = Math.min(sample.length, preface.length);
  if (sample.subarray(0, compared).equals(preface.subarray(0, compared))) {
    return compared === preface.length ? h2 : null;
  }
  if (!state.hasOtherLine) {
    const lineFeed = sample.indexOf(10, Math.max(state.searched, lineFrom));
    const line = sample.toString('latin1', lineFrom, lineFeed + 1);
    if (lineFeed >= 0 && readRequestLine(line) !== null) return http;
    state.hasOtherLine = lineFeed >= 0;
    state.searched = sample.length;
  }
  return length >= longestGuess || (state.hasOtherLine && serverIsSilent) ? textLines : null;
}

const statusLineStart = Buffer.from('HTTP/1.', 'latin1');

/** Null while it cannot be told. */
function serverSpeaks({ buffered, length }: DirectionState): Dissect | null {
  const sample = buffered.subarray(0, length);
  const compared = Math.min(length, statusLineStart.length);
  if (sample.subarray(0, compared).equals(statusLineStart.subarray(0, compared))) {
    return compared === statusLineStart.length ? http : null;
  }
  // The header of a SETTINGS frame, RFC 9113 §6.5: 24 bits of length, type, flags, stream 0.
  const mayBeSettings = [
    sample[0] === 0,
    true,
    length < 3 || sample.readUIntBE(0, 3) % 6 === 0,
    sample[3] === 4,
    true,
    (sample[5] ?? 0) % 128 === 0,
    sample[6] === 0,
    sample[7] === 0,
    sample[8] === 0,
  ];
  if (!mayBeSettings.slice(0, length).every(Boolean)) return textLines;
  return length >= mayBeSettings.length ? h2 : null;
}

const nothing = Buffer.alloc(0);

function createDirectionState(): DirectionState {
  return { buffered: nothing, length: 0, lineFrom: 0, searched: 0, hasOtherLine: false, ended: false };
}

function buffer(state: DirectionState, bytes: Uint8Array): void {
  if (state.buffered.length < state.length + bytes.length) {
    const larger = Buffer.alloc(2 * (state.length + bytes.length));
    state.buffered.copy(larger, 0, 0, state.length);
    state.buffered = larger;
  }
  state.buffered.set(bytes, state.length);
  state.length += bytes.length;
  // Empty lines before a request line are allowed, RFC 9112 §2.2.
  while (state.lineFrom < state.length && isLineEnd(state.buffered[state.lineFrom])) state.lineFrom += 1;
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === 13 || byte === 10;
}

interface Waiting {
  direction: Direction;
  /** Null for FIN. */
  slice: Slice | null;
  position: Position;
  /** Where it was told with the bytes. */
  offset: number | undefined;
}

interface DirectionState {
  /** Room for the buffered bytes, of which the first `length` are meant. */
  buffered: Buffer;
  length: number;
  /** Where the first line begins. */
  lineFrom: number;
  /** How far there is surely no end of that line. */
  searched: number;
  /** The first line is complete, and no HTTP request. */
  hasOtherLine: boolean;
  ended: boolean;
}
