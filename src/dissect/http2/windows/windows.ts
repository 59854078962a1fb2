/**
 * Flow control, RFC 9113 §5.2 and §6.9: whether DATA keeps within the windows that the other side has granted. What its
 * sender knew to be granted had passed here before, so what goes beyond all that has passed is surely too much. And what
 * a side grants above 2^31 − 1 is so by what had reached it, which had passed here, too.
 */
import type { GivenRule } from '../../../model/rules/fault.ts';
import { type Direction, opposite } from '../../../model/trace.ts';
import type { Frame, Place } from '../frames.ts';
import { type SettingsState, setting } from '../settings.ts';
import type { Stream, StreamTable } from '../stream-table.ts';
import { createWindow, type Window } from './window.ts';

export interface Windows {
  /** The header of DATA, RFC 9113 §6.1: the whole payload counts. */
  data(direction: Direction, frame: Frame, stream: Stream | undefined): void;
  /** WINDOW_UPDATE of this side; `stream` is undefined where that is over. */
  update(direction: Direction, frame: Frame, increment: number, stream: Stream | undefined): void;
  /** SETTINGS of this side with an INITIAL_WINDOW_SIZE, which changes the windows of all its streams, §6.9.2. */
  resized(direction: Direction, frame: Frame, size: number): void;
}

const largest = 0x7fffffff;
/** Of the connection, RFC 9113 §6.9.2. */
const atFirst = 65_535;

export function createWindows(
  table: StreamTable,
  settings: (direction: Direction) => SettingsState,
  fault: (direction: Direction, place: Place, rule: GivenRule) => void,
): Windows {
  /** By who sends the DATA. */
  const ofConnection: Record<Direction, Window> = { c2s: createWindow(), s2c: createWindow() };
  /** By who grants: the most that WINDOW_UPDATE has left any of its streams. */
  const mostLeft: Record<Direction, number> = { c2s: 0, s2c: 0 };
  const toldOfLarge: Record<Direction, boolean> = { c2s: false, s2c: false };

  const large = (direction: Direction, place: Place): void => {
    if (!toldOfLarge[direction]) fault(direction, place, 'http2.large-window');
    toldOfLarge[direction] = true;
  };

  return {
    data: (direction, frame, stream) => {
      const connection = ofConnection[direction];
      const wasBeyond = connection.isBeyond;
      send(connection, atFirst, frame.length);
      if (stream !== undefined) {
        const window = stream[direction].window;
        const first = settings(opposite(direction)).most(setting.INITIAL_WINDOW_SIZE);
        if (send(window, first, frame.length)) return fault(direction, frame, 'http2.stream-window');
        // It is told of already.
        if (window.isBeyond) return;
      }
      if (connection.isBeyond && !wasBeyond) fault(direction, frame, 'http2.connection-window');
    },

    update: (direction, frame, increment, stream) => {
      const sender = opposite(direction);
      if (frame.stream === 0) {
        const window = ofConnection[sender];
        window.granted += increment;
        if (atFirst + leftOf(window) > largest) large(direction, frame);
      } else if (stream !== undefined) {
        const { window } = stream[sender];
        window.granted += increment;
        mostLeft[direction] = Math.max(mostLeft[direction], leftOf(window));
        const first = settings(direction).least(setting.INITIAL_WINDOW_SIZE);
        if (first + leftOf(window) > largest) large(direction, frame);
      }
    },

    resized: (direction, frame, size) => {
      if (toldOfLarge[direction] || size + mostLeft[direction] <= largest) return;
      const left = table.all().map((stream) => leftOf(stream[opposite(direction)].window));
      mostLeft[direction] = left.reduce((most, one) => Math.max(most, one), 0);
      if (size + mostLeft[direction] > largest && size <= largest) large(direction, frame);
    },
  };
}

const leftOf = ({ granted, sent }: Window): number => granted - sent;

/** Whether it goes beyond the window now, and did not with the last. DATA of nothing needs no room, RFC 9113 §6.9.1. */
function send(window: Window, first: number, length: number): boolean {
  const wasBeyond = window.isBeyond;
  window.sent += length;
  if (length > 0) window.isBeyond = window.sent > first + window.granted;
  return window.isBeyond && !wasBeyond;
}
