/**
 * The rules of `through` on traces written by hand: what came out where, before or after what went in. Each trace is a
 * list of steps in their order: what an end of the path sends or receives, and who released the gate in between.
 */
import { describe, expect, it } from 'vitest';
import { interlockFinding } from '../../../src/assess/through/findings.ts';
import { webSocketFinding } from '../../../src/assess/through/websocket.ts';
import { reason } from '../../../src/model/reason.ts';
import type { Recording } from '../../../src/model/recording.ts';
import {
  answer,
  clientReceives,
  clientSends,
  originReceives,
  post,
  recording,
  type Step,
} from './recordings.ts';

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
