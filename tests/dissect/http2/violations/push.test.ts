/** What no server may promise, and no client accept. RFC 9113 §8.4. */
import { acknowledgement, c2s, get, noContent, post, s2c } from '../bytes.ts';
import { lesserViolations } from './lesser.ts';

lesserViolations([
  [
    'PUSH_PROMISE of a client',
    [],
    c2s('000007 05 04 00000001 00000002 828684'),
    ['client c2s at 33: PUSH_PROMISE from a client'],
  ],
  [
    'PUSH_PROMISE of 3',
    [],
    s2c('000003 05 04 00000001 000000'),
    ['server s2c at 9: PUSH_PROMISE of a wrong length'],
  ],
  [
    'PUSH_PROMISE of an odd stream',
    [c2s(get)],
    s2c('000007 05 04 00000001 00000003 828684'),
    ['server s2c at 9: PUSH_PROMISE of a stream that is not a new one of the server'],
  ],
  [
    'PUSH_PROMISE of the same stream again',
    [c2s(get), s2c('000007 05 04 00000001 00000002 828684')],
    s2c('000007 05 04 00000001 00000002 828684'),
    ['server s2c at 25: PUSH_PROMISE of a stream that is not a new one of the server'],
  ],
  [
    'PUSH_PROMISE with an idle stream, and nothing more of what comes on it',
    [],
    s2c('000007 05 04 00000001 00000002 828684  000001 01 04 00000002 88  000001 00 01 00000002 61'),
    ['server s2c at 9: PUSH_PROMISE on an idle stream'],
  ],
  [
    'PUSH_PROMISE with a stream that the server has finished',
    [c2s(post), s2c(noContent)],
    s2c('000007 05 04 00000001 00000002 828684'),
    ['server s2c at 19: PUSH_PROMISE on a stream that is finished'],
  ],
  [
    'PUSH_PROMISE with a stream that is itself a push',
    [c2s(get), s2c('000007 05 04 00000001 00000002 828684')],
    s2c('000007 05 04 00000002 00000004 828684'),
    ['server s2c at 25: PUSH_PROMISE on a stream that is finished'],
  ],
  [
    'an interim response to a push with END_STREAM',
    [c2s(get), s2c('000007 05 04 00000001 00000002 828684')],
    s2c('000005 01 05 00000002 0803313033'),
    ['server s2c at 25: an interim response with END_STREAM'],
  ],
  [
    'PUSH_PROMISE to a client that does not accept it, and nothing more of what comes on it',
    [c2s('000006 04 00 00000000 0002 00000000'), s2c(acknowledgement), s2c(acknowledgement), c2s(get)],
    s2c('000007 05 04 00000001 00000002 828684  000001 01 04 00000002 88  000001 00 01 00000002 61'),
    ['server s2c at 27: PUSH_PROMISE although the client does not accept pushes'],
  ],
]);
