/** FIN and close, in the middle of messages and between them. */
import { describe, expect, it } from 'vitest';
import { clientFin, close, serverFin } from '../steps.ts';
import { c2s, get, ok, opening, post, promise, pushedHeaders, pushedPart, s2c } from './bytes.ts';
import { getRequest } from './cases.ts';
import { byteByByte, replay, whole } from './replay.ts';

describe('FIN and close', () => {
  const half = [c2s(get), s2c(`${ok} 000005 00 00 00000001 6865`)];
  const cut = 's2c response 1, exchange 1, stream 1: 200; 9-30, bytes 21, content 2, cut (not whole)';

  it.each([whole, byteByByte])(
    'cut what is unfinished in their direction, in the middle of DATA too',
    (how) => {
      for (const ending of [[serverFin], [close], [clientFin, serverFin, close]]) {
        const read = replay([...opening, ...half, ...ending], how);
        expect(read.messages).toEqual([getRequest, cut]);
        expect(read.faults).toEqual([]);
      }
    },
  );

  it('of the client leaves the response as it is', () => {
    const read = replay([...opening, c2s(post), s2c(ok), clientFin, s2c('000001 00 01 00000001 61')], whole);
    expect(read.messages).toEqual([
      'c2s request 1, exchange 1, stream 1: POST /; 33-45, bytes 12, content 0, cut (not whole)',
      's2c response 1, exchange 1, stream 1: 200; 9-29, bytes 20, content 1, END_STREAM',
    ]);
  });

  it.each([
    ['the preface', [c2s('505249')], 'client c2s at 0: the direction ends within a frame'],
    ['a frame header', [...opening, c2s('000003 01')], 'client c2s at 33: the direction ends within a frame'],
    [
      'a payload',
      [...opening, c2s('000003 01 05 00000001 82')],
      'client c2s at 33: the direction ends within a frame',
    ],
    [
      'a header section',
      [...opening, c2s('000001 01 01 00000001 82')],
      'client c2s at 33: the direction ends within a frame',
    ],
  ])('in the middle of %s is a violation', (_, script, fault) => {
    expect(replay([...script, clientFin], byteByByte)).toMatchObject({
      messages: [],
      faults: [fault],
    });
    expect(replay([...script, close], byteByByte)).toMatchObject({ messages: [], faults: [] });
  });

  const pushing = [...opening, c2s(get), s2c(`${promise} ${pushedHeaders} ${pushedPart}`)];
  it('withdraw an unfinished push, unless the server hung up first', () => {
    expect(replay([...pushing, clientFin, serverFin], whole)).toMatchObject({
      messages: [getRequest],
      faults: [],
    });
    expect(replay([...pushing, close], whole)).toMatchObject({
      messages: [getRequest],
      faults: [],
    });
    expect(replay([...pushing, serverFin, clientFin, close], whole)).toMatchObject({
      messages: [getRequest, 's2c push 1, stream 2: GET /p 200; 9-49, bytes 40, content 2, cut (not whole)'],
      faults: [],
    });
  });

  it('of the server settles its pushes for any GOAWAY that follows', () => {
    const goaway = c2s('000008 07 00 00000000 00000000 00000000');
    expect(replay([...pushing, serverFin, goaway], whole)).toMatchObject({
      messages: [getRequest, 's2c push 1, stream 2: GET /p 200; 9-49, bytes 40, content 2, cut (not whole)'],
      faults: [],
    });
  });

  it('leave of a promise without a response no message', () => {
    expect(replay([...opening, c2s(get), s2c(promise), serverFin], whole)).toMatchObject({
      messages: [getRequest],
      faults: [],
    });
  });
});
