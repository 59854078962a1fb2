/**
 * Reads both directions of an HTTP/2 connection, RFC 9113: bytes are cut into frames, header sections are decoded,
 * and the streams make messages of them. Every other frame is control.
 */

import type { MessageListener } from '../../model/message.ts';
import type { GivenRule } from '../../model/rules/fault.ts';
import { bytesOf } from '../../model/slice.ts';
import { type Direction, opposite, type Position } from '../../model/trace.ts';
import { type Counts, createCounts } from '../counts.ts';
import type { ConnectionDissector, Dissect, UpgradeRequest } from '../dissector.ts';
import { createControlReader } from './control.ts';
import { createDataReader } from './data.ts';
import { createEndings } from './endings.ts';
import { frameFault, frameType, keptOf, mostKept } from './frame-rules.ts';
import { createFrameReader, type Frame, type FrameReader, type Place } from './frames.ts';
import { createMessages } from './messages.ts';
import { createPrefaceReader } from './preface.ts';
import { createPushes } from './push.ts';
import { createSectionReader, type SectionReader, tooLarge } from './sections/sections.ts';
import { createSettings, pushIs, type SettingsState, setting, settingsOfUpgrade } from './settings.ts';
import { createStreamLimit } from './stream-limit.ts';
import { createStreamTable } from './stream-table.ts';
import { createStreams, type Tunnel } from './streams.ts';
import { createWindows } from './windows/windows.ts';

export interface Http2Options {
  /**
   * Reads what a stream carries after a CONNECT and its 2xx, RFC 9113 §8.5 and RFC 8441. It is fed the content of
   * DATA, and told its offset in the direction. Without it such DATA is passed over.
   */
  tunnelTo?: (...tunnel: Parameters<Tunnel>) => Dissect | null;
  /** The request of HTTP/1.1 that asked for h2c: stream 1 is its, half-closed, RFC 7540 §3.2. */
  upgraded?: UpgradeRequest | undefined;
}

/** One direction of the connection. */
interface DirectionState {
  reader: FrameReader;
  sections: SectionReader;
  /** What its sender has announced. */
  settings: SettingsState;
  begun: boolean;
  /** After a fault that makes the rest unreadable, or FIN. */
  stopped: 'lost' | 'ended' | null;
}

export function http2(
  connection: number,
  listener: MessageListener,
  counts: Counts = createCounts(),
  { tunnelTo, upgraded }: Http2Options = {},
): ConnectionDissector {
  const messages = createMessages(connection, listener, counts);
  const push = createPushes(messages);
  const table = createStreamTable(messages, (direction) => states[direction].stopped === 'lost');
  const settings = (direction: Direction): SettingsState => states[direction].settings;
  const limit = createStreamLimit(messages, table, settings);
  const streams = createStreams(messages, table, push, counts, limit, (request, extensions) => {
    const dissect = tunnelTo?.(request, extensions) ?? null;
    return dissect === null ? null : dissect(connection, messages.nested(request.http?.stream), counts);
  });
  const dataReader = createDataReader(messages, table);
  const windows = createWindows(table, settings, messages.fault);
  const ending = createEndings(messages, table, push);
  const opening = createPrefaceReader();
  /** Offset after what has been read of the preface. */
  let consumed = 0;
  let recognised = false;

  const recognise = (): void => {
    if (!recognised) listener.protocol(connection, 'HTTP/2');
    recognised = true;
  };

  const lose = (direction: Direction, place: Place, rule: GivenRule): null => {
    states[direction].stopped = 'lost';
    messages.fault(direction, place, rule);
    ending.lost(direction, place.begin);
    return null;
  };

  /** Why nothing can be read from this frame on. */
  const fatalFault = (direction: Direction, frame: Frame): GivenRule | null => {
    const { sections } = states[direction];
    const most = states[opposite(direction)].settings.most(setting.MAX_FRAME_SIZE);
    if (frame.length > most) return 'http2.large-frame';
    const outOfPlace = sections.outOfPlace(frame);
    if (outOfPlace !== null) return outOfPlace;
    return keptOf(frame.type) === mostKept && frame.length > mostKept ? tooLarge : null;
  };

  const frameListener = (direction: Direction) => {
    /** Frames at fault are passed over. */
    let faulty = false;
    return {
      header: (frame: Frame): number | null => {
        const state = states[direction];
        const fatal = fatalFault(direction, frame);
        if (fatal !== null) return lose(direction, frame, fatal);
        if (!state.begun && frame.type !== frameType.SETTINGS) {
          messages.fault(direction, frame, 'http2.first-frame');
        } else recognise();
        state.begun = true;
        const fault = frameFault(frame);
        faulty = fault !== null;
        if (fault !== null) {
          messages.fault(direction, frame, fault);
          state.sections.passedOver(frame);
          return 0;
        }
        if (frame.type === frameType.DATA) {
          windows.data(direction, frame, table.get(frame.stream));
          dataReader.begun(direction, frame);
        }
        return keptOf(frame.type);
      },
      data: (frame: Frame, content: Uint8Array, wire: number, position: Position, offset: number): void => {
        if (!faulty) dataReader.content(direction, frame, content, wire, position, offset);
      },
      frame: (frame: Frame, payload: Uint8Array, end: Position): void => {
        if (!faulty) whole(direction, frame, payload, end);
      },
    };
  };

  const whole = (direction: Direction, frame: Frame, payload: Uint8Array, end: Position): void => {
    if (frame.type === frameType.DATA) {
      if (frame.padding >= Math.max(1, frame.length)) {
        messages.fault(direction, frame, 'http2.padding');
        dataReader.doubt(direction, frame);
      }
      streams.dataEnded(direction, frame, end);
    } else if (keepsSection(frame.type)) {
      const section = states[direction].sections.frame(frame, payload, end);
      if (section === null) return;
      if (section.promised === null) streams.section(direction, section);
      else if (direction === 'c2s') messages.fault('c2s', section, 'http2.promise-of-client');
      else streams.promise(section, pushIs(states.c2s.settings));
    } else control(direction, frame, payload, end);
  };

  const createDirectionState = (direction: Direction): DirectionState => ({
    reader: createFrameReader(0, frameListener(direction)),
    sections: createSectionReader((place, rule) => messages.fault(direction, place, rule)),
    settings: createSettings(),
    begun: false,
    stopped: null,
  });
  const states: Record<Direction, DirectionState> = {
    c2s: createDirectionState('c2s'),
    s2c: createDirectionState('s2c'),
  };
  const control = createControlReader(messages, table, ending, windows, states);

  if (upgraded !== undefined) {
    streams.upgraded(upgraded);
    // The answer to the Upgrade acknowledges them, RFC 7540 §3.2.1.
    states.c2s.settings.announce(settingsOfUpgrade(upgraded.settings));
    states.c2s.settings.acknowledge();
    states.s2c.sections.limit(states.c2s.settings.most(setting.HEADER_TABLE_SIZE));
  }

  /** What has begun and belongs to nothing that is reported; DATA belongs to a message that is. */
  const unfinished = (direction: Direction): Place | null => {
    const { reader, sections } = states[direction];
    const frame = reader.unfinished();
    const partial = frame !== null && 'type' in frame && frame.type === frameType.DATA ? null : frame;
    return (direction === 'c2s' ? opening.unfinished() : null) ?? sections.unfinished() ?? partial;
  };

  function pending(direction: Direction): number {
    let seq = Number.POSITIVE_INFINITY;
    for (const tunnel of table.tunnels.values()) seq = Math.min(seq, tunnel.pending(direction));
    if (states[direction].stopped !== null) return seq;
    if (direction === 's2c') seq = Math.min(seq, push.pending());
    return Math.min(seq, unfinished(direction)?.begin.seq ?? Number.POSITIVE_INFINITY);
  }

  return {
    bytes: (direction, slice, position, offset) => {
      const { reader, stopped } = states[direction];
      const bytes = bytesOf(slice);
      if (stopped !== null || bytes.length === 0) return;
      if (direction === 's2c' || opening.whole()) return reader.read(bytes, position, offset);
      const from = offset ?? consumed;
      const taken = opening.read(bytes, position, from);
      consumed = from + taken;
      if (taken < 0) lose('c2s', opening.unfinished() ?? { begin: position, from }, 'http2.preface');
      else if (opening.whole()) {
        recognise();
        reader.read(bytes.subarray(taken), position, consumed);
      }
    },
    end: (direction, position) => {
      const place = unfinished(direction);
      if (states[direction].stopped === null && place !== null) {
        messages.fault(direction, place, 'http2.cut-frame');
      }
      states[direction].stopped ??= 'ended';
      ending.end(direction, position);
    },
    close: (position) => {
      for (const direction of ['c2s', 's2c'] as const) states[direction].stopped ??= 'ended';
      ending.close(position);
    },
    pending: (direction) =>
      direction === undefined ? Math.min(pending('c2s'), pending('s2c')) : pending(direction),
  };
}

function keepsSection(type: number): boolean {
  return type === frameType.HEADERS || type === frameType.PUSH_PROMISE || type === frameType.CONTINUATION;
}
