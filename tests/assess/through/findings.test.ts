/**
 * The rules of `through` on traces written by hand: what came out where, before or after what went in. Each trace is a
 * list of steps in their order: what an end of the path sends or receives, and who released the gate in between.
 */
import { describe, expect, it } from 'vitest';
import { downloadFinding, interlockFinding, uploadFinding } from '../../../src/assess/through/findings.ts';
import { webSocketFinding } from '../../../src/assess/through/websocket.ts';
import { reason } from '../../../src/model/reason.ts';
import type { Recording } from '../../../src/model/recording.ts';
import {
  answer,
  clientReceives,
  clientSends,
  get,
  originReceives,
  originSends,
  post,
  recording,
  type Step,
} from './recordings.ts';

describe('an upload', () => {
  const head = post('upload', 26);
  const firstSent: Step = clientSends(`${head}the first part`);
  const restSent: Step = clientSends('and the rest');
  const firstArrived: Step = originReceives(`${head}the first part`);
  const responded: Step = clientReceives(`${answer(3)}ok\n`);

  it('streams if the first part came out behind before the rest went in', () => {
    const found = uploadFinding(
      recording('upload', [firstSent, firstArrived, 'released by the cause', restSent, responded]),
    );
    expect(found.answer).toBe('yes');
    expect(found.evidence).toMatchObject([{ kind: 'request', direction: 'c2s' }]);
  });

  it('was held if the first part came out only after the rest had gone in, by hand', () => {
    const found = uploadFinding(
      recording('upload', [firstSent, 'released by hand', restSent, firstArrived, responded]),
    );
    expect(found).toMatchObject({ answer: 'no', cause: 'server' });
  });

  it('is no matter of the head alone: the head came out before, the content after', () => {
    const headArrived: Step = originReceives(head);
    const contentArrived: Step = originReceives('the first part');
    const found = uploadFinding(
      recording('upload', [firstSent, headArrived, 'released by hand', restSent, contentArrived, responded]),
    );
    expect(found.answer).toBe('no');
  });

  it('is inconclusive if the release did not let it finish', () => {
    expect(
      uploadFinding(recording('upload', [firstSent, 'released by hand', restSent, firstArrived])).answer,
    ).toBe('inconclusive');
    const cutShort: Step = clientReceives(`${answer(300)}ok\n`);
    expect(
      uploadFinding(
        recording('upload', [
          firstSent,
          'released by hand',
          restSent,
          firstArrived,
          cutShort,
          'the proxy finishes in front',
        ]),
      ).answer,
    ).toBe('inconclusive');
  });

  it('is inconclusive if the proxy answered with an error instead', () => {
    const badGateway: Step = clientReceives(`${answer(0, '502 Bad Gateway')}`);
    expect(
      uploadFinding(recording('upload', [firstSent, 'released by hand', restSent, firstArrived, badGateway])),
    ).toMatchObject({
      answer: 'inconclusive',
      reason: reason('through.status', { n: 502 }),
    });
  });

  it('is inconclusive if nobody released it by hand', () => {
    expect(uploadFinding(recording('upload', [firstSent, restSent, firstArrived, responded])).answer).toBe(
      'inconclusive',
    );
  });

  it('is inconclusive if what came out behind was not what the client sent', () => {
    const found = uploadFinding(recording('upload', [firstSent, 'released by hand', restSent, responded]));
    expect(found).toMatchObject({ answer: 'inconclusive', reason: reason('through.other-came-out') });
    expect(uploadFinding(undefined).answer).toBe('inconclusive');
  });
});

describe('a download', () => {
  const asked: Step = clientSends(get('download'));
  const first: Step = originSends(`${answer(26)}the first part`);
  const rest: Step = originSends('and the rest');
  const firstOut: Step = clientReceives(`${answer(26)}the first part`);
  const restOut: Step = clientReceives('and the rest');
  const of = (steps: Step[]) =>
    downloadFinding(recording('download', steps), '/http-version-lab/download', 'download');

  it('is immediate if the first part came out in front before the rest went in behind', () => {
    expect(of([asked, first, firstOut, 'released by the cause', rest, restOut]).answer).toBe('yes');
  });

  it('was held if it came out only after the rest had gone in, by hand', () => {
    expect(of([asked, first, 'released by hand', rest, firstOut, restOut])).toMatchObject({
      answer: 'no',
      reason: reason('download.held'),
    });
  });
});

describe('an interlock', () => {
  const up = (round: number, head = ''): Step => clientSends(`${head}request part ${round};`);
  const down = (round: number, head = ''): Step => clientReceives(`${head}response part ${round};`);
  const out = (round: number, head = ''): Step => originReceives(`${head}request part ${round};`);
  const [asked, answered] = [post('interlock', 45), answer(48)];
  const of = (steps: Step[], rest: Partial<Recording> = {}) =>
    interlockFinding(recording('interlock over http/1.1', steps, rest));

  it('is a yes if each part of the request followed a part of the response', () => {
    const turns = [
      up(1, asked),
      out(1, asked),
      down(1, answered),
      up(2),
      out(2),
      down(2),
      up(3),
      out(3),
      down(3),
    ];
    expect(of(turns).answer).toBe('yes');
  });

  it('is a no if it went on by hand in any round, and says which half waited', () => {
    const late = [
      up(1, asked),
      out(1, asked),
      down(1, answered),
      up(2),
      'released by hand' as const,
      up(3),
      down(2),
      down(3),
    ];
    expect(of(late).answer).toBe('no');
    const response = [
      up(1, asked),
      out(1, asked),
      'released by hand' as const,
      up(2),
      up(3),
      down(1, answered),
      down(2),
      down(3),
    ];
    expect(of(response).reason).toEqual(reason('interlock.response-stuck'));
    const request = [
      up(1, asked),
      'released by hand' as const,
      up(2),
      up(3),
      out(1, asked),
      down(1, answered),
      down(2),
      down(3),
    ];
    expect(of(request).reason).toEqual(reason('interlock.request-stuck'));
  });

  it('is a no even if the proxy lost what came after', () => {
    const lost = [
      up(1, asked),
      'released by hand' as const,
      up(2),
      up(3),
      out(1, asked),
      down(1, answer(16)),
    ];
    expect(of(lost).answer).toBe('no');
  });

  it('is inconclusive if it did not end, or not in time', () => {
    const stalled = [up(1, asked), 'released by hand' as const, up(2), up(3)];
    expect(of(stalled).answer).toBe('inconclusive');
    expect(of(stalled, { timedOut: true }).reason).toEqual(reason('through.late'));
  });
});

describe('a WebSocket', () => {
  const handshake: Step = clientSends(
    'GET /http-version-lab/websocket HTTP/1.1\r\nHost: proxy\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  );
  const switched: Step = clientReceives(
    'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n',
  );
  const message: Step = clientReceives('\x81\x02hi');
  const of = (...steps: Step[]) => webSocketFinding(recording('websocket over http/1.1', steps));

  it('came about if a message came back', () => {
    expect(of(handshake, switched, message).answer).toBe('yes');
  });

  it('did not if the handshake was answered otherwise', () => {
    expect(of(handshake, clientReceives(`${answer(2)}ok`))).toMatchObject({
      answer: 'no',
      reason: reason('websocket.status', { n: 200 }),
    });
  });

  it('is inconclusive if it was opened and nothing came, or not even that', () => {
    expect(of(handshake, switched).answer).toBe('inconclusive');
    const masked: Step = clientSends('\x81\x82\0\0\0\0hi');
    expect(of(handshake, switched, masked).answer).toBe('inconclusive');
    expect(of(handshake).answer).toBe('inconclusive');
    expect(of().answer).toBe('inconclusive');
  });

  const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0';

  it('is not applicable over HTTP/2 where SETTINGS do not allow it, so that nothing was asked', () => {
    expect(of(clientSends(preface), clientReceives('\0\0\0\x04\0\0\0\0\0')).answer).toBe('not applicable');
    expect(of(clientSends(preface)).answer).toBe('inconclusive');
    // An acknowledgement alone allows and forbids nothing.
    expect(of(clientSends(preface), clientReceives('\0\0\0\x04\x01\0\0\0\0')).answer).toBe('inconclusive');
  });
});
