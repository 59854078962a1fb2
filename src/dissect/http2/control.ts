/**
 * The frames that are no part of a message, RFC 9113 §6: recorded as control, and heeded where they change what is
 * allowed or what is unfinished. Error codes and settings are told by number and by the RFC's names.
 */

import type { Control } from '../../model/message.ts';
import { reason } from '../../model/reason.ts';
import type { GivenRule } from '../../model/rules/fault.ts';
import { type Direction, opposite, type Position, senderOf } from '../../model/trace.ts';
import type { Endings } from './endings.ts';
import { flag, frameName, frameType } from './frame-rules.ts';
import { type Frame, readUint31, readUint32 } from './frames.ts';
import type { Http2Messages } from './messages.ts';
import type { SectionReader } from './sections/sections.ts';
import { namedSettings, readSettings, type SettingsState, setting, settingsFault } from './settings.ts';
import type { StreamTable } from './stream-table.ts';
import type { Windows } from './windows/windows.ts';

interface DirectionState {
  sections: SectionReader;
  settings: SettingsState;
}

export function createControlReader(
  messages: Http2Messages,
  table: StreamTable,
  ending: Endings,
  windows: Windows,
  states: Record<Direction, DirectionState>,
): (direction: Direction, frame: Frame, payload: Uint8Array, end: Position) => void {
  const record = (direction: Direction, frame: Frame, detail: Control['detail']): void =>
    messages.control(direction, frame, frameName(frame.type), detail);

  const fault = (direction: Direction, frame: Frame, rule: GivenRule): void =>
    messages.fault(direction, frame, rule);

  const settings = (direction: Direction, frame: Frame, payload: Uint8Array): void => {
    const other = opposite(direction);
    if ((frame.flags & flag.ACK) !== 0) {
      record(direction, frame, { ack: 1 });
      states[other].settings.acknowledge();
    } else {
      const values = readSettings(payload);
      record(direction, frame, namedSettings(values));
      const broken = settingsFault(values, senderOf(direction));
      if (broken !== null) fault(direction, frame, broken);
      states[direction].settings.announce(values);
      const size = values.get(setting.INITIAL_WINDOW_SIZE);
      if (size !== undefined) windows.resized(direction, frame, size);
    }
    // What one side lets the table hold binds the encoder of the other.
    for (const [announcer, encoder] of [
      [direction, other],
      [other, direction],
    ] as const) {
      states[encoder].sections.limit(states[announcer].settings.most(setting.HEADER_TABLE_SIZE));
    }
  };

  const reset = (direction: Direction, frame: Frame, payload: Uint8Array, end: Position): void => {
    if (table.idle(frame.stream)) {
      fault(direction, frame, reason('http2.idle-stream', { Frame: 'RST_STREAM' }));
      return;
    }
    const error = readUint32(payload, 0);
    record(direction, frame, { stream: frame.stream, error });
    ending.reset(direction, frame, error, end);
  };

  const window = (direction: Direction, frame: Frame, payload: Uint8Array): void => {
    const { stream } = frame;
    if (stream !== 0 && table.idle(stream)) {
      fault(direction, frame, reason('http2.idle-stream', { Frame: 'WINDOW_UPDATE' }));
      return;
    }
    const increment = readUint31(payload, 0);
    record(direction, frame, { stream, increment });
    if (increment === 0) fault(direction, frame, 'http2.window-update');
    if (table.isResetBy(direction, stream)) {
      fault(direction, frame, reason('http2.after-own-reset', { Frame: 'WINDOW_UPDATE' }));
    }
    windows.update(direction, frame, increment, table.get(stream));
  };

  /** By the last GOAWAY of each side. */
  const lastStreams: Record<Direction, number> = {
    c2s: Number.POSITIVE_INFINITY,
    s2c: Number.POSITIVE_INFINITY,
  };

  const goaway = (direction: Direction, frame: Frame, payload: Uint8Array): void => {
    const lastStream = readUint31(payload, 0);
    record(direction, frame, { lastStream, error: readUint32(payload, 4) });
    if (lastStream > lastStreams[direction]) fault(direction, frame, 'http2.last-stream');
    lastStreams[direction] = lastStream;
    if (direction === 'c2s') ending.goaway(frame, lastStream);
  };

  return (direction, frame, payload, end) => {
    switch (frame.type) {
      case frameType.SETTINGS:
        return settings(direction, frame, payload);
      case frameType.RST_STREAM:
        return reset(direction, frame, payload, end);
      case frameType.WINDOW_UPDATE:
        return window(direction, frame, payload);
      case frameType.PING:
        return record(direction, frame, (frame.flags & flag.ACK) === 0 ? {} : { ack: 1 });
      case frameType.GOAWAY:
        return goaway(direction, frame, payload);
      case frameType.PRIORITY:
        record(direction, frame, { stream: frame.stream });
        if (readUint31(payload, 0) === frame.stream) fault(direction, frame, 'http2.depends-on-itself');
        return;
      default:
        return record(direction, frame, { stream: frame.stream });
    }
  };
}
