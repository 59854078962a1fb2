/** Frames that are no message, and settings: their lengths, streams and values. RFC 9113 §6. */
import { c2s, get, s2c, zeros } from '../bytes.ts';
import { lesserViolations } from './lesser.ts';

lesserViolations([
  [
    'SETTINGS on a stream',
    [],
    c2s('000000 04 00 00000001'),
    ['client c2s at 33: SETTINGS on a stream other than 0'],
  ],
  [
    'SETTINGS of 5',
    [],
    c2s('000005 04 00 00000000 0000000000'),
    ['client c2s at 33: SETTINGS of a wrong length'],
  ],
  [
    'SETTINGS ACK with content',
    [],
    c2s('000006 04 01 00000000 000000000000'),
    ['client c2s at 33: SETTINGS of a wrong length'],
  ],
  ['PING of 7', [], s2c('000007 06 00 00000000 00000000000000'), ['server s2c at 9: PING of a wrong length']],
  [
    'PING on a stream',
    [],
    s2c(`000008 06 00 00000001 ${zeros(8)}`),
    ['server s2c at 9: PING on a stream other than 0'],
  ],
  [
    'GOAWAY of 7',
    [],
    s2c(`000007 07 00 00000000 ${zeros(7)}`),
    ['server s2c at 9: GOAWAY of a wrong length'],
  ],
  [
    'WINDOW_UPDATE of 3',
    [],
    c2s('000003 08 00 00000000 000001'),
    ['client c2s at 33: WINDOW_UPDATE of a wrong length'],
  ],
  ['WINDOW_UPDATE of 0', [], c2s('000004 08 00 00000000 00000000'), ['client c2s at 33: WINDOW_UPDATE of 0']],
  [
    'WINDOW_UPDATE on an idle stream',
    [],
    c2s('000004 08 00 00000005 00000001'),
    ['client c2s at 33: WINDOW_UPDATE on an idle stream'],
  ],
  [
    'PRIORITY of 4',
    [],
    c2s('000004 02 00 00000001 00000000'),
    ['client c2s at 33: PRIORITY of a wrong length'],
  ],
  [
    'RST_STREAM of 5',
    [c2s(get)],
    s2c('000005 03 00 00000001 0000000000'),
    ['server s2c at 9: RST_STREAM of a wrong length'],
  ],
  [
    'RST_STREAM on an idle stream',
    [],
    c2s('000004 03 00 00000003 00000008'),
    ['client c2s at 33: RST_STREAM on an idle stream'],
  ],
  [
    'ENABLE_PUSH 2',
    [],
    c2s('000006 04 00 00000000 0002 00000002'),
    ['client c2s at 33: ENABLE_PUSH neither 0 nor 1'],
  ],
  [
    'ENABLE_PUSH 1 of a server',
    [],
    s2c('000006 04 00 00000000 0002 00000001'),
    ['server s2c at 9: ENABLE_PUSH 1 from a server'],
  ],
  [
    'a window of 2^31',
    [],
    c2s('000006 04 00 00000000 0004 80000000'),
    ['client c2s at 33: INITIAL_WINDOW_SIZE too large'],
  ],
  [
    'frames of 100',
    [],
    c2s('000006 04 00 00000000 0005 00000064'),
    ['client c2s at 33: MAX_FRAME_SIZE out of range'],
  ],
]);
