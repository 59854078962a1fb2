/**
 * The words of the scripts that are put to a proxy (`subjects/through`), by which the traces of the two taps are read
 * (`assess/through`). Each occurs once in an exchange. Speaker and reader have nothing else in common.
 */

/** A proxy may put something before it, or take something away. */
export const originPath = '/http-version-lab/';

const named = (name: string): string => `${originPath}${name}`;

export const paths = {
  reach: named('reach'),
  control: named('control'),
  one: named('one'),
  five: named('five'),
  upload: named('upload'),
  download: named('download'),
  sse: named('events'),
  interlock: named('interlock'),
  webSocket: named('websocket'),
};

export const exchangesAsked = 5;

export const first = 'the first part';
export const rest = 'and the rest';

export const rounds = [1, 2, 3];
export const up = (round: number): string => `request part ${round};`;
export const down = (round: number): string => `response part ${round};`;

/** What the client says on a WebSocket; the origin's answer contains it. */
export const said = 'is anybody there?';

/** The mark that tells by its port which of the two taps is the one behind. */
export const sideMark = 'the tap behind the proxy';
