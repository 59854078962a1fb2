/** Whether a tunnel came about, on traces written by hand. */
import { describe, expect, it } from 'vitest';
import { tunnelFinding } from '../../../src/assess/through/tunnel.ts';
import { reason } from '../../../src/model/reason.ts';
import type { Recording } from '../../../src/model/recording.ts';
import {
  answer,
  clientReceives,
  clientSends,
  get,
  originReceives,
  originSends,
  recording,
  type Step,
} from './recordings.ts';

describe('a tunnel', () => {
  const asked = clientSends('CONNECT 127.0.0.1:9000 HTTP/1.1\r\nHost: 127.0.0.1:9000\r\n\r\n');
  const opened = clientReceives('HTTP/1.1 200 Connection established\r\n\r\n');
  const [request, response] = [get('tunnel'), `${answer(36)}answer to /http-version-lab/tunnel OK\n`];
  const within = [clientSends(request), originReceives(request), originSends(response)];
  const of = (steps: Step[], rest: Partial<Recording> = {}) =>
    tunnelFinding(recording('tunnel', steps, rest));

  it('carried a request if that came out behind, and its answer in front', () => {
    expect(of([asked, opened, ...within, clientReceives(response)])).toMatchObject({
      ...{ answer: 'yes', reason: reason('tunnel.carried') },
      evidence: [{ kind: 'request' }, { kind: 'response' }],
    });
  });

  it('is no finding if it was opened and nothing came through', () => {
    expect(of([asked, opened, ...within]).reason).toEqual(reason('tunnel.silent'));
    expect(of([asked, opened, clientSends(request), clientReceives(response)]).reason).toEqual(
      reason('tunnel.silent'),
    );
    expect(of([asked], { timedOut: true }).reason).toEqual(reason('through.late'));
    expect(of([asked]).reason).toEqual(reason('through.unfinished'));
    expect(of([]).reason).toEqual(reason('question.nothing-asked'));
  });

  it('was refused by any other status', () => {
    for (const status of ['403 Forbidden', '302 Found'])
      expect(of([asked, clientReceives(answer(0, status))])).toMatchObject({
        ...{ answer: 'no', cause: 'server' },
        reason: reason('tunnel.status', { n: Number(status.slice(0, 3)) }),
      });
  });
});
