/** Pushed responses: kept, refused, reset and ended. RFC 9113 §8.4. */
import { describe, expect, it } from 'vitest';
import type { Step } from '../steps.ts';
import { c2s, get, noContent, ok, opening, promise, pushedData, pushedHeaders, reset, s2c } from './bytes.ts';
import { getRequest, readsAll } from './cases.ts';
import { replay, whole } from './replay.ts';

readsAll([
  {
    name: 'a push that the client keeps, reported when its response begins',
    script: [c2s(get), s2c(`${promise} ${ok} 000001 00 01 00000001 61 ${pushedHeaders} ${pushedData}`)],
    messages: [
      getRequest,
      's2c push 1, stream 2: GET /p 200; 9-69, bytes 40, content 2, END_STREAM',
      's2c response 2, exchange 1, stream 1: 200; 28-48, bytes 20, content 1, END_STREAM',
    ],
    log: [
      'begun request on 1',
      'ended request on 1',
      'begun response on 1',
      'ended response on 1',
      'begun push on 2',
      'ended push on 2',
    ],
  },
  {
    name: 'a push that the client resets before its response begins',
    script: [
      c2s(get),
      s2c(`${promise} ${noContent}`),
      c2s(reset(2, 8)),
      s2c(`${pushedHeaders} ${pushedData}`),
    ],
    messages: [
      getRequest,
      's2c response 2, exchange 1, stream 1: 204; 28-38, bytes 10, content 0, END_STREAM',
    ],
    controls: ['c2s RST_STREAM {"stream":2,"error":8} 45-58', 'c2s push refused {"stream":2} 45-58'],
  },
  {
    name: 'a push that the client resets while it comes',
    script: [c2s(get), s2c(`${promise} ${pushedHeaders}`), c2s(reset(2, 8)), s2c(pushedData)],
    messages: [getRequest],
    controls: ['c2s RST_STREAM {"stream":2,"error":8} 45-58', 'c2s push refused {"stream":2} 45-58'],
    log: ['begun request on 1', 'ended request on 1', 'begun push on 2', 'withdrawn push on 2'],
  },
  {
    name: 'a push that the client resets after it ended',
    script: [c2s(get), s2c(`${promise} ${pushedHeaders} ${pushedData}`), c2s(reset(2, 8)), c2s(reset(2, 8))],
    messages: [getRequest],
    controls: [
      'c2s RST_STREAM {"stream":2,"error":8} 45-58',
      'c2s push refused {"stream":2} 45-58',
      'c2s RST_STREAM {"stream":2,"error":8} 58-71',
    ],
    log: [
      'begun request on 1',
      'ended request on 1',
      'begun push on 2',
      'ended push on 2',
      'withdrawn push on 2',
    ],
  },
  {
    name: 'a push that the server resets after its response began',
    script: [c2s(get), s2c(`${promise} ${pushedHeaders} ${reset(2, 2)}`)],
    messages: [
      getRequest,
      's2c push 1, stream 2: GET /p 200; 9-38, bytes 29, content 0, RST_STREAM (not whole)',
    ],
    controls: ['s2c RST_STREAM {"stream":2,"error":2} 38-51'],
  },
  {
    name: 'a push that the server takes back before its response began',
    script: [c2s(get), s2c(`${promise} ${reset(2, 2)}`)],
    messages: [getRequest],
    controls: ['s2c RST_STREAM {"stream":2,"error":2} 28-41'],
  },
  {
    name: 'an interim response to a push',
    script: [c2s(get), s2c(`${promise} 000005 01 04 00000002 0803313033 ${pushedHeaders} ${pushedData}`)],
    messages: [getRequest, 's2c push 1, stream 2: GET /p 200; 9-63, bytes 40, content 2, END_STREAM'],
    controls: ['s2c 103 Early Hints {"status":103,"stream":2} 28-42'],
  },
  {
    name: 'GOAWAY of a client that refuses an unfinished push',
    script: [
      c2s(get),
      s2c(`${promise} ${pushedHeaders}`),
      c2s('000008 07 00 00000000 00000000 00000000'),
      s2c(pushedData),
    ],
    messages: [getRequest],
    controls: ['c2s GOAWAY {"lastStream":0,"error":0} 45-62', 'c2s push refused {"stream":2} 45-62'],
  },
  {
    name: 'GOAWAY of a client that lets an unfinished push end',
    script: [
      c2s(get),
      s2c(`${promise} ${pushedHeaders}`),
      c2s('000009 07 00 00000000 00000002 00000001 21'),
      s2c(pushedData),
    ],
    messages: [getRequest, 's2c push 1, stream 2: GET /p 200; 9-49, bytes 40, content 2, END_STREAM'],
    controls: ['c2s GOAWAY {"lastStream":2,"error":1} 45-63'],
  },
  {
    name: 'GOAWAY of the server, which touches no push',
    script: [
      c2s(get),
      s2c(`${promise} ${pushedHeaders} 000008 07 00 00000000 00000001 00000000 ${pushedData}`),
    ],
    messages: [getRequest, 's2c push 1, stream 2: GET /p 200; 9-66, bytes 40, content 2, END_STREAM'],
    controls: ['s2c GOAWAY {"lastStream":1,"error":0} 38-55'],
  },
]);

describe('pushes that ended', () => {
  /** `count` pushes on streams 2, 4, 6 …, each with headers and END_STREAM. */
  const pushed = (count: number): Step[] =>
    Array.from({ length: count }, (_, at) => {
      const stream = (2 * at + 2).toString(16).padStart(8, '0');
      return s2c(`000006 05 04 00000001 ${stream} 8284  000001 01 05 ${stream} 88`);
    });

  it('are remembered, the last 1,000 of them', () => {
    const script = [...opening, c2s(get), ...pushed(1001)];
    expect(replay(script, whole).messages).toHaveLength(1002);
    expect(replay([...script, c2s(reset(2, 8))], whole).messages).toHaveLength(1002);
    expect(replay([...script, c2s(reset(4, 8))], whole).messages).toHaveLength(1001);
  });
});
