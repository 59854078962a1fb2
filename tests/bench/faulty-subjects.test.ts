/** Faulty subjects on the bench, each beside the right one: what is measured must follow what was put there. */
import { beforeAll, describe, expect, it } from 'vitest';
import { reason } from '../../src/model/reason.ts';
import { http2Streams } from '../../src/subjects/http/http2.ts';
import { http10 } from '../../src/subjects/http/http10.ts';
import { http11KeepAlive } from '../../src/subjects/http/http11.ts';
import {
  buffering,
  heedless,
  keepAliveLiar,
  oneStreamAllowed,
  oneStreamServed,
  stayingHttp10,
} from './faulty.ts';
import { type BenchRun, runOnBench } from './run-on-bench.ts';

const released = ({ stored }: BenchRun, question: string, of: string) =>
  stored.recordings
    .find((recording) => recording.question === question)
    ?.events.flatMap((event) =>
      event.type === 'mark' && event.mark === 'gate released' && event.of === of ? [event.by] : [],
    );

/** Requests on the bench's own connections, by which it counts how long silence has lasted. */
const controlExchanges = ({ stored }: BenchRun): number => {
  const events = stored.recordings.flatMap((recording) => recording.events);
  const control = new Set(
    events.flatMap((event) => (event.type === 'open' && event.control ? [event.connection] : [])),
  );
  const asked = events.flatMap((event) =>
    event.type === 'bytes' && event.direction === 'c2s' && control.has(event.connection) ? [event.bytes] : [],
  );
  return Buffer.concat(asked).toString('latin1').split('GET /control/').length - 1;
};

describe('a server that says keep-alive and closes', () => {
  let right: BenchRun;
  let faulty: BenchRun;
  beforeAll(async () => {
    const questions = ['reuse'];
    [right, faulty] = await Promise.all([
      runOnBench(http11KeepAlive, { questions, ordinary: questions }),
      runOnBench(keepAliveLiar(http11KeepAlive), { questions, ordinary: questions }),
    ]);
  });

  it('is the cause that nothing is reused, whatever it says', () => {
    expect(right.answer('reuse')).toBe('yes');
    expect(faulty.answer('reuse')).toBe('no·server');
    expect(faulty.result.answers?.reuse?.reason.parameters.why).toEqual(reason('refusal.server-ended'));
    expect(right.result.facts?.reuse?.exchangesPerConnection).toEqual([5]);
    expect(faulty.result.facts?.reuse?.exchangesPerConnection).toEqual([1, 1, 1, 1, 1]);
  });

  it('makes the conversation simplex', () => {
    expect(right.ordinary()).toEqual({ wire: 'half-duplex', conversation: 'half-duplex' });
    expect(faulty.ordinary()).toEqual({ wire: 'half-duplex', conversation: 'simplex' });
  });

  it('is not recorded as a close that anybody announced', () => {
    expect(faulty.result.facts?.reuse?.newConnections).toEqual({ 'closed by the server while idle': 4 });
  });
});

describe('an HTTP/2 server that serves one stream at a time', () => {
  // Not `burst`: a client that sends eight before it has read the setting has seven of them refused.
  const questions = ['reuse', 'multiplex', 'overtake'];
  const ordinary = ['reuse', 'multiplex'];
  let right: BenchRun;
  let allowed: BenchRun;
  let served: BenchRun;
  beforeAll(async () => {
    [right, allowed, served] = await Promise.all([
      runOnBench(http2Streams, { questions, ordinary }),
      runOnBench(oneStreamAllowed(http2Streams), { questions, ordinary }),
      runOnBench(oneStreamServed(http2Streams), { questions, ordinary }),
    ]);
  });

  it('answers yes to multiplex and overtake only where it is right', () => {
    expect([right.answer('multiplex'), right.answer('overtake')]).toEqual(['yes', 'yes']);
    expect([allowed.answer('multiplex'), allowed.answer('overtake')]).toEqual(['no·server', 'no·server']);
    expect([served.answer('multiplex'), served.answer('overtake')]).toEqual(['no·server', 'no·server']);
  });

  it('is half-duplex where the setting lets no second request out', () => {
    expect(right.ordinary()).toEqual({ wire: 'full-duplex', conversation: 'full-duplex' });
    expect(allowed.ordinary()).toEqual({ wire: 'half-duplex', conversation: 'half-duplex' });
    expect(right.result.facts?.overtake?.maxConcurrentExchanges).toBe(2);
    expect(allowed.result.facts?.overtake?.maxConcurrentExchanges).toBe(1);
    expect(allowed.result.answers?.multiplex?.reason.parameters.why).toEqual(reason('refusal.one-stream'));
  });

  it('still is full-duplex on the wire where the second request comes and has to wait', () => {
    expect(served.ordinary().wire).toBe('full-duplex');
    expect(served.result.answers?.multiplex?.reason).toEqual(reason('multiplex.taken-up-late'));
    expect(served.result.answers?.overtake?.reason).toEqual(reason('overtake.kept-back'));
  });
});

describe('a server that buffers the whole request before it answers', () => {
  let right: BenchRun;
  let faulty: BenchRun;
  beforeAll(async () => {
    [right, faulty] = await Promise.all([
      runOnBench(http11KeepAlive),
      runOnBench(buffering(http11KeepAlive)),
    ]);
  });

  it('is the cause that the answer cannot run beside the request', () => {
    expect(right.answer('interlock')).toBe('yes');
    expect(faulty.answer('interlock')).toBe('no·server');
    expect(faulty.result.answers?.interlock?.reason).toEqual(reason('interlock.server-waited'));
  });

  it('brings HTTP/1.1 down to half-duplex at its limit', () => {
    expect(right.limit().wire).toBe('full-duplex');
    expect(faulty.limit().wire).toBe('half-duplex');
  });

  it('changes nothing in ordinary use', () => {
    expect(faulty.ordinary()).toEqual(right.ordinary());
  });
});

describe('an HTTP/1.0 server that keeps the connection open', () => {
  let right: BenchRun;
  let faulty: BenchRun;
  beforeAll(async () => {
    const questions = ['reuse', 'hang-up'];
    [right, faulty] = await Promise.all([
      runOnBench(http10, { questions, ordinary: ['reuse'] }),
      runOnBench(stayingHttp10(http10), { questions, ordinary: ['reuse'] }),
    ]);
  });

  it('does not hang up', () => {
    expect(right.answer('hang-up')).toBe('yes');
    expect(faulty.answer('hang-up')).toBe('no·server');
  });

  it('is not reused all the same: the client did not ask for it', () => {
    expect(right.result.facts?.reuse?.reusedExchanges).toBe(0);
    expect(faulty.result.facts?.reuse?.reusedExchanges).toBe(0);
  });
});

describe('a server that speaks without being asked', () => {
  const questions = ['initiative'];
  let right: BenchRun;
  let naive: BenchRun;
  let ignoring: BenchRun;
  beforeAll(async () => {
    [right, naive, ignoring] = await Promise.all([
      runOnBench(http11KeepAlive, { questions }),
      runOnBench(heedless(http11KeepAlive, 'next request'), { questions }),
      runOnBench(heedless(http11KeepAlive, 'ignored'), { questions }),
    ]);
  });

  it('reaches a naive client, which takes it for the next answer', () => {
    expect(right.answer('initiative')).toBe('no·protocol');
    expect(naive.answer('initiative')).toBe('yes');
  });

  it('speaks in vain to a client that ignores it, and the silence is waited out', () => {
    expect(ignoring.answer('initiative')).toBe('no·protocol');
    expect(released(right, 'initiative', 'said-while-idle')).toEqual(['cause']);
    expect(released(ignoring, 'initiative', 'said-while-idle')).toEqual(['hand']);
  });

  it('is waited for four times as long before a no that shows only as silence is believed', () => {
    // Two gates; twenty control exchanges each for a yes, eighty for a no that was confirmed.
    expect(controlExchanges(naive)).toBe(40);
    expect(controlExchanges(ignoring)).toBe(160);
    expect(controlExchanges(right)).toBeLessThan(40);
  });

  it('breaks the protocol in each case', () => {
    for (const { result } of [right, naive, ignoring])
      expect(result.faults.map(({ side }) => side)).toContain('server');
  });
});
