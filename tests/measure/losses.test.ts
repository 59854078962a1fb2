/** What was lost, what its client did next, and what changed what may be sent. Scripts as script.ts explains them. */
import { describe, expect, it } from 'vitest';
import type { Loss } from '../../src/model/facts.ts';
import { measurementOf, measuringOf } from './script.ts';

const lossesOf = (script: string): Loss[] => measurementOf(script).varying.lost.listed;
const factsOf = (script: string) => {
  const { lost, halfAnswers } = measurementOf(script).facts;
  return { ...lost, ...halfAnswers };
};
const signalsOf = (script: string) => measurementOf(script).varying.signals.listed;
/** A script's numbers are nanoseconds. */
const nanoseconds = (milliseconds: number | undefined) =>
  milliseconds === undefined ? undefined : Math.round(milliseconds * 1e6);

describe('a request is lost', () => {
  it.each([
    ["sent after the server's FIN", 'c2s 1..1 x1; s2c 2..2 x1; FIN s2c 3; c2s 4..4 x2'],
    ["sent after the server's RST", 'c2s 1..1 x1; s2c 2..2 x1; RST s2c 3; c2s 4..4 x2'],
    ['closed by the server before the answer', 'c2s 1..1 x1; FIN s2c 3'],
    ['reset by the server before the answer', 'c2s 1..1 x1; RST s2c 3; close 4'],
    ['closed by the client before the answer', 'c2s 1..1 x1; FIN c2s 3; FIN s2c 4; close 5'],
    ['reset by the client before the answer', 'c2s 1..1 x1; RST c2s 3'],
    ['closed by the client before the answer', 'c2s 1..1 x1; FIN c2s 3; close 5'],
    [
      'sent after an answer that ends the connection',
      'c2s 1..1 x1; s2c 2..2 x1 close final; c2s 3..3 x2; FIN s2c 4',
    ],
    ['closed by the server before the answer', 'c2s 1..1 x1 s3 2; goaway c2s 2 0 last=1; FIN s2c 3'],
    ['refused by the server', 'c2s 1..1 x1 s1 2; rst-stream s2c 2 1 error=7'],
    ['stream reset by the server before the answer', 'c2s 1..1 x1 s1 2; rst-stream s2c 2 1 error=13'],
    ['stream reset by the client before the answer', 'c2s 1..1 x1 s1 2; rst-stream c2s 2 1 error=8'],
    ["above the last stream of the server's GOAWAY", 'c2s 1..1 x1 s3 2; goaway s2c 2 0 last=1'],
    ["sent after the server's GOAWAY", 'goaway s2c 1 0 last=1; c2s 2..2 x1 s3 2'],
    // The first GOAWAY rules nothing out, and the close does.
    ["sent after the server's GOAWAY", 'goaway s2c 1 0; c2s 2..2 x1 s3 2; FIN s2c 3'],
  ])('%s: %s', (how, script) => {
    expect(factsOf(script)).toEqual({ [how]: 1 });
    expect(lossesOf(script)).toMatchObject([{ how, again: null }]);
  });

  it.each([
    'c2s 1..1 x1',
    'c2s 1..1 x1; s2c 2..2 x1; FIN s2c 3; close 4',
    'c2s 1..1 x1; FIN c2s 2; s2c 3..3 x1; FIN s2c 4; close 5',
    'c2s 1..1 x1; FIN c2s 3',
    'c2s 1..1 x1; gap s2c 2; FIN s2c 3',
    'c2s 1..1 x1; violation s2c 2; FIN s2c 3',
    'c2s 1..1 x1; s2c 2..5 x1 cut; gap s2c 4; FIN s2c 5',
    'c2s 1..1 x1 s1 2; goaway s2c 2 0 last=1',
    'c2s 1..1 x1 s1 2; s2c 2..2 x1 s1 2; rst-stream c2s 3 1 error=8',
    'goaway c2s 1 0 last=0; c2s 2..2 x1 s3 2',
    'goaway s2c 1 0; c2s 2..2 x1 s3 2',
    'c2s 1..1 x1; s2c 2..2 x1 close final; c2s 3..3 x2; s2c 4..4 x2; FIN s2c 5',
  ])('not: %s', (script) => {
    expect(factsOf(script)).toEqual({});
  });

  it('until it is answered after all', () => {
    expect(factsOf('goaway s2c 1 0 last=1; c2s 2..2 x1 s3 2; s2c 3..3 x1 s3 2')).toEqual({});
    expect(lossesOf('goaway s2c 1 0 last=1; c2s 2..2 x1 s3 2; s2c 3..3 x1 s3 2')).toEqual([]);
  });

  it('each of those that waited, and no answer with them', () => {
    const pipelined = 'c2s 1..1 x1; c2s 2..2 x2; c2s 3..3 x3; s2c 4..4 x1; FIN s2c 5';
    expect(factsOf(pipelined)).toEqual({ 'closed by the server before the answer': 2 });
    expect(lossesOf(pipelined).map(({ exchange }) => exchange)).toEqual([2, 3]);
  });

  it('once, whatever follows', () => {
    expect(factsOf('c2s 1..1 x1; FIN s2c 3; RST s2c 4; RST c2s 5; close 6')).toEqual({
      'closed by the server before the answer': 1,
    });
    expect(factsOf('c2s 1..1 x1 s1 2; rst-stream s2c 2 1 error=7; FIN s2c 3; close 4')).toEqual({
      'refused by the server': 1,
    });
  });

  it('so long after what had made it too late', () => {
    const [loss] = lossesOf('c2s 1..1 x1; s2c 2..2 x1; FIN s2c 3; c2s 10..10 x2 GET /a');
    expect(nanoseconds(loss?.late)).toBe(7);
    expect(lossesOf('c2s 1..1 x1; FIN s2c 3')[0]).not.toHaveProperty('late');
  });
});

describe('half an answer', () => {
  it.each([
    ['closed by the server within the answer', 'c2s 1..1 x1; s2c 2..4 x1 cut; FIN s2c 4'],
    ['reset by the server within the answer', 'c2s 1..1 x1; s2c 2..4 x1 cut; RST s2c 4'],
    ['reset by the client within the answer', 'c2s 1..1 x1; s2c 2..4 x1 cut; RST c2s 4'],
    [
      'stream reset by the server within the answer',
      'c2s 1..1 x1 s1 2; s2c 2..4 x1 s1 2 reset; rst-stream s2c 4 1 error=2',
    ],
    [
      'stream reset by the client within the answer',
      'c2s 1..1 x1 s1 2; s2c 2..4 x1 s1 2 cancelled; rst-stream c2s 4 1 error=8',
    ],
  ])('%s: %s', (how, script) => {
    expect(factsOf(script)).toEqual({ [how]: 1 });
  });

  it('is none where the record ends within it', () => {
    expect(factsOf('c2s 1..1 x1; s2c 2..4 x1 cut')).toEqual({});
  });

  it('tells how much came and how much is missing, where that was announced', () => {
    const half = (words: string, method = 'GET') =>
      lossesOf(`c2s 1..1 x1 ${method} /; s2c 2..4 x1 cut ${words}; FIN s2c 4`)[0]?.content;
    expect(half('length=10 content=4')).toEqual({ came: 4, missing: 6 });
    expect(half('content=4')).toEqual({ came: 4, missing: null });
    // What HEAD is answered has no content.
    expect(half('length=10', 'HEAD')).toEqual({ came: 0, missing: 0 });
  });

  it('tells the code of the stream that was reset', () => {
    const script = 'c2s 1..1 x1 s1 2; rst-stream s2c 4 1 error=2; s2c 2..4 x1 s1 2 reset';
    expect(lossesOf(script)).toMatchObject([{ error: 2 }]);
  });
});

describe('what was lost', () => {
  const lost = '#1 c2s 1..1 x1 GET /a; #1 FIN s2c 3';

  it('is asked again by the same client with the same method and target', () => {
    const [loss] = lossesOf(`${lost}; #2 c2s 8..8 x1 GET /a`);
    expect(loss?.again).toMatchObject({ connection: 2, exchange: 1 });
    expect(nanoseconds(loss?.again?.milliseconds)).toBe(5);
  });

  it('is not asked again by anything else', () => {
    for (const other of ['GET /b', 'POST /a'])
      expect(lossesOf(`${lost}; #2 c2s 8..8 x1 ${other}`)[0]?.again).toBeNull();
    expect(lossesOf(`#1 as 1; #2 as 2; ${lost}; #2 c2s 8..8 x1 GET /a`)[0]?.again).toBeNull();
    expect(lossesOf('#1 c2s 1..1 x1 GET /a; #2 c2s 2..2 x1 GET /a; #1 FIN s2c 3')[0]?.again).toBeNull();
  });

  it('is asked again on the same connection', () => {
    const refused = 'c2s 1..1 x1 s1 2 GET /a; rst-stream s2c 2 1 error=7; c2s 4..4 x2 s3 2 GET /a';
    expect(lossesOf(refused)[0]?.again).toMatchObject({ connection: 1, exchange: 2 });
  });

  it('is asked again once: each request repeats the oldest', () => {
    const two = '#1 c2s 1..1 x1 GET /a; #1 c2s 2..2 x2 GET /a; #1 FIN s2c 3; #2 c2s 8..8 x1 GET /a';
    expect(lossesOf(two).map(({ again }) => again?.connection)).toEqual([2, undefined]);
  });

  it('may be known to be lost only after it was asked again', () => {
    const late = '#1 c2s 1..1 x1 GET /a; #1 FIN c2s 3; #2 c2s 5..5 x1 GET /a; #1 close 6';
    expect(lossesOf(late)).toMatchObject([{ again: { connection: 2 } }]);
    // The first of those that came since.
    const two = late.replace('; #1 close', '; #2 c2s 6..6 x2 GET /a; #1 close').replace('close 6', 'close 7');
    expect(lossesOf(two)).toMatchObject([{ again: { connection: 2, exchange: 1 } }]);
  });

  it('may be asked again without harm where the method is idempotent, or the server has not acted on it', () => {
    const repeat = (script: string) => lossesOf(script)[0]?.repeat;
    expect(repeat('c2s 1..1 x1 PUT /; FIN s2c 3')).toBe('idempotent');
    expect(repeat('c2s 1..1 x1 POST /; FIN s2c 3')).toBe('perhaps-acted-on');
    expect(repeat('c2s 1..1 x1 POST / s1 2; rst-stream s2c 2 1 error=7')).toBe('not-acted-on');
    expect(repeat('c2s 1..1 x1 POST / s1 2; rst-stream s2c 2 1 error=2')).toBe('perhaps-acted-on');
    expect(repeat('c2s 1..1 x1 POST / s3 2; goaway s2c 2 0 last=1')).toBe('not-acted-on');
    expect(repeat('goaway s2c 1 0; c2s 2..2 x1 POST / s3 2; FIN s2c 3')).toBe('perhaps-acted-on');
    // A client may not take anybody else's word for it.
    expect(repeat('c2s 1..1 x1 POST / s1 2; rst-stream c2s 2 1 error=7')).toBe('perhaps-acted-on');
  });

  it('is listed a hundred times, and counted beyond', () => {
    const many = Array.from(
      { length: 130 },
      (_, nth) => `c2s ${nth + 1}..${nth + 1} x${nth + 1} GET /${nth}`,
    );
    const { facts, varying } = measurementOf(`${many.join(';')}; FIN s2c 500`);
    expect(facts.lost).toEqual({ 'closed by the server before the answer': 130 });
    expect([varying.lost.listed.length, varying.lost.more]).toEqual([100, 30]);
  });

  it('is told in between as it is then, and changes nothing of what is told later', () => {
    const measuring = measuringOf(lost);
    const early = measuring.measurement({ seq: 5, at: 5 });
    expect(early.varying.lost.listed).toMatchObject([{ again: null }]);
    expect(measuring.conclusion({ seq: 6, at: 6 }).varying.lost).toEqual(early.varying.lost);
  });
});

describe('what changes what may be sent', () => {
  it('is told where it happened', () => {
    const at = { connection: 1, exchanges: 1 };
    expect(signalsOf('c2s 2..2 x1 s1 2; goaway s2c 5 11 last=1')).toMatchObject([
      { ...at, what: 'GOAWAY', by: 'server', error: 11, lastStream: 1 },
    ]);
    expect(signalsOf('c2s 2..2 x1 s1 2; rst-stream c2s 5 1 error=8')).toMatchObject([
      { ...at, what: 'RST_STREAM', by: 'client', stream: 1, error: 8 },
    ]);
    expect(nanoseconds(signalsOf('c2s 2..2 x1 s1 2; goaway s2c 5 0')[0]?.milliseconds)).toBe(4);
  });

  it('is a limit of streams that is reached, once for each limit', () => {
    const three = 'streams s2c 1 2; c2s 2..2 x1 s1 2; c2s 3..3 x2 s3 2; s2c 4..4 x1 s1 2; c2s 5..5 x3 s5 2';
    expect(signalsOf(three)).toMatchObject([{ what: 'limit-of-streams', most: 2, exchanges: 2 }]);
    expect(signalsOf(`${three}; streams s2c 6 3; c2s 7..7 x4 s7 2`)).toMatchObject([
      { most: 2 },
      { most: 3 },
    ]);
    expect(signalsOf('streams s2c 1 2; c2s 2..2 x1 s1 2')).toEqual([]);
  });

  it('is an upgrade that is refused, with what the answer said', () => {
    const asked = (answer: string) => signalsOf(`c2s 1..1 x1 upgrade=h2c; s2c 2..2 x1 ${answer}`);
    expect(asked('status=200')).toMatchObject([{ what: 'upgrade-refused', to: 'h2c', status: 200 }]);
    expect(asked('status=426 upgrade=websocket')).toMatchObject([{ status: 426, said: 'websocket' }]);
    expect(asked('status=101')).toEqual([]);
    // h2c was granted: the answer is in HTTP/2.
    expect(asked('2 s1 status=200')).toEqual([]);
    const extended = (status: number) =>
      signalsOf(`c2s 1..1 x1 s1 2 CONNECT protocol=websocket; s2c 2..2 x1 s1 2 status=${status}`);
    expect(extended(403)).toMatchObject([{ to: 'websocket', status: 403 }]);
    expect(extended(200)).toEqual([]);
  });

  it('is nothing of a request that asked for nothing else', () => {
    expect(signalsOf('c2s 1..1 x1; s2c 2..2 x1 status=426 upgrade=websocket')).toEqual([]);
  });
});
