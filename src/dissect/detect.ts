/**
 * Tells from the first bytes what a stream carries: HTTP/2 by its preface (RFC 9113 §3.4), HTTP/1.x by a request
 * line (RFC 9112 §3) or status line, TLS by records in both directions (RFC 8446 §5.1), else text lines, or it is
 * opaque. Until then it buffers the events, and hands them on with their own positions.
 */
import type { MessageListener } from '../model/message.ts';
import { bytesOf, copyOf, type Slice } from '../model/slice.ts';
import type { Direction, Position } from '../model/trace.ts';
import { type Counts, createCounts } from './counts.ts';
import { buffer, createDirectionState, type DirectionState, keep, nothing } from './direction-start.ts';
import type { ConnectionDissector, Dissect } from './dissector.ts';
import { readRequestLine } from './http1/head.ts';
import { http1 } from './http1/http1.ts';
import { lost, reportLost } from './lost.ts';
import { httpInClear } from './opaque/http-in-clear.ts';
import { opaque, reportUnknown, withinTunnel } from './opaque/opaque.ts';
import { textOrOpaque } from './opaque/text-or-opaque.ts';
import { tls } from './opaque/tls.ts';
import { beginsRecord, helloStart, isHello, mayBeRecord } from './opaque/tls-records.ts';
import { textLines } from './text-lines.ts';
import { h2, upgradeTo } from './upgraded.ts';

/** A client that has sent this much without saying what it speaks speaks nothing that is known here. */
const longestGuess = 65_536;

export const detect: Dissect = (connection, listener, counts) =>
  detectWith(ways.unsaid, connection, listener, counts);

/** Of a lab that says how its streams are framed: what is no other protocol is lines, whatever it looks like. */
export const detectLines: Dissect = (connection, listener, counts) =>
  detectWith(ways.lines, connection, listener, counts);

function detectWith(
  { http, otherwise }: Ways,
  connection: number,
  listener: MessageListener,
  counts: Counts = createCounts(),
): ConnectionDissector {
  const states = { c2s: createDirectionState(), s2c: createDirectionState() };
  let waiting: Waiting[] = [];
  let chosen: ConnectionDissector | null = null;
  let gapped = false;
  let isRecognised = false;
  /** Whether there were any bytes. */
  let isSaid = false;
  const quiet: MessageListener = {
    ...listener,
    protocol(...told) {
      isRecognised = true;
      listener.protocol(...told);
    },
    // What looks like a fault after a gap may be the gap's doing.
    fault(fault) {
      if (!gapped) listener.fault(fault);
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
    const { c2s, s2c } = states;
    if (c2s.length + s2c.length === 0) return;
    decide(isHello(c2s.buffered) && (s2c.length === 0 || mayBeRecord(s2c.buffered)) ? tls : otherwise);
  }

  /** After a gap HTTP/1.x is waited for, which may never come. */
  function settleUnrecognised(): void {
    if (!gapped || isRecognised || !isSaid) return;
    isRecognised = true;
    reportUnknown(connection, listener);
  }

  /** Null while it cannot be told. */
  function serverTells(): Dissect | null {
    const { c2s, s2c } = states;
    const spoken = serverSpeaks(s2c);
    if (!isHello(c2s.buffered)) return spoken === 'unknown' ? otherwise : spoken === 'HTTP/1' ? http : spoken;
    if (s2c.length < helloStart.length) return null;
    if (beginsRecord(s2c.buffered)) return tls;
    return spoken === 'unknown' ? otherwise : spoken === 'HTTP/1' ? httpInClear(http) : spoken;
  }

  /** Null while it cannot be told. */
  function clientTells(isSilent: boolean): Dissect | null {
    const spoken = clientSpeaks(states.c2s, isSilent);
    return spoken === 'unknown' ? otherwise : spoken === 'HTTP/1' ? http : spoken;
  }

  return {
    bytes(direction, slice, position, offset) {
      isSaid = true;
      if (chosen !== null) {
        chosen.bytes(direction, slice, position, offset);
        return;
      }
      if (slice.from === slice.to) return;
      buffer(states[direction], bytesOf(slice));
      const event: Waiting = { direction, slice, position, offset };
      waiting.push(event);
      decide(direction === 's2c' ? serverTells() : clientTells(states.s2c.ended));
      if (chosen !== null) return;
      event.slice = copyOf(slice);
      keep(states[direction]);
    },
    end(direction, position) {
      if (chosen !== null) {
        chosen.end(direction, position);
        return;
      }
      states[direction].ended = true;
      waiting.push({ direction, slice: null, position, offset: undefined });
      if (states.c2s.ended && states.s2c.ended) decideAnyway();
      else if (direction === 's2c') decide(clientTells(true));
    },
    close(position) {
      decideAnyway();
      waiting = [];
      chosen?.close(position);
      settleUnrecognised();
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
      const first = waiting.find(
        (event) => (direction ?? event.direction) === event.direction && event.slice,
      );
      return first?.position.seq ?? Number.POSITIVE_INFINITY;
    },
    finish(position) {
      decideAnyway();
      chosen?.finish?.(position);
      settleUnrecognised();
    },
  };
}

/** How HTTP/1.x is read, with what follows it, and what is neither it nor anything else that is known. */
interface Ways {
  http: Dissect;
  otherwise: Dissect;
}

const waysOf = (otherwise: Dissect, inTunnel: Dissect): Ways => {
  const unknown = withinTunnel(inTunnel);
  const http: Dissect = (connection, listener, counts) => http1(connection, listener, counts, agreed);
  const within: Ways = { http, otherwise: inTunnel };
  const agreed = upgradeTo(
    withinTunnel((connection, listener, counts) => detectWith(within, connection, listener, counts)),
    unknown,
  );
  return { http, otherwise };
};

const ways = { unsaid: waysOf(textOrOpaque, opaque), lines: waysOf(textLines, textLines) };

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');

/**
 * Null while it cannot be told. A line that is no HTTP request waits for the server, which may answer in HTTP all the
 * same; so does a TLS hello, which it may answer in clear.
 */
function clientSpeaks(state: DirectionState, serverIsSilent: boolean): Dissect | 'HTTP/1' | 'unknown' | null {
  const { buffered, length, lineFrom } = state;
  const sample = buffered.subarray(0, Math.min(length, longestGuess));
  if (isHello(sample)) return serverIsSilent || length >= longestGuess ? tls : null;
  const compared = Math.min(sample.length, preface.length);
  if (sample.subarray(0, compared).equals(preface.subarray(0, compared))) {
    return compared === preface.length ? h2 : null;
  }
  if (!state.hasOtherLine) {
    const lineFeed = sample.indexOf(10, Math.max(state.searched, lineFrom));
    const line = sample.toString('latin1', lineFrom, lineFeed + 1);
    if (lineFeed >= 0 && readRequestLine(line) !== null) return 'HTTP/1';
    state.hasOtherLine = lineFeed >= 0;
    state.searched = sample.length;
  }
  return length >= longestGuess || (state.hasOtherLine && serverIsSilent) ? 'unknown' : null;
}

const statusLineStart = Buffer.from('HTTP/1.', 'latin1');

/** Null while it cannot be told. */
function serverSpeaks({ buffered, length }: DirectionState): Dissect | 'HTTP/1' | 'unknown' | null {
  const sample = buffered.subarray(0, length);
  const compared = Math.min(length, statusLineStart.length);
  if (sample.subarray(0, compared).equals(statusLineStart.subarray(0, compared))) {
    return compared === statusLineStart.length ? 'HTTP/1' : null;
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
  if (!mayBeSettings.slice(0, length).every(Boolean)) return 'unknown';
  return length >= mayBeSettings.length ? h2 : null;
}

interface Waiting {
  direction: Direction;
  /** Null for FIN. */
  slice: Slice | null;
  position: Position;
  /** Where it was told with the bytes. */
  offset: number | undefined;
}
