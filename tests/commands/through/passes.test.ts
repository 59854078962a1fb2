/** What proxies let pass, of whom it is known. */
import type { Server } from 'node:net';
import { describe, expect, it } from 'vitest';
import { assessThrough } from '../../../src/assess/through/through.ts';
import { runThrough } from '../../../src/bench/run-through.ts';
import { reason } from '../../../src/model/reason.ts';
import type { Path } from '../../../src/model/result.ts';
import { kindOfPassing, nameOf, passings, type ThroughKind } from '../../../src/model/scripts/through.ts';
import { askedOf } from '../../../src/subjects/asked.ts';
import { freePorts } from '../../peers/support/running.ts';
import { allParts, both, parts, pathOf } from '../../report/real/parts.ts';
import { listening } from './listening.ts';
import {
  fewConnections,
  hangsUpOn,
  holdsEvents,
  holdsThenRefuses,
  losesHandshakes,
  refusesUploads,
  slowToGiveBack,
  stallsUploads,
  storeAndForward,
  wire,
} from './proxies.ts';

const neither = { safe: 'no', unsafe: 'no' } as const;

/** With a proxy of its own, so that several may run side by side. */
const run = async (
  server: (originPort: number) => Server,
  stepSeconds = 10,
  kinds?: readonly ThroughKind[],
) => {
  const [front = 0, originPort = 0] = await freePorts(2);
  const { url, close } = await listening(server(originPort), front);
  try {
    return assessThrough(
      await runThrough({
        asked: askedOf(new URL(url)),
        originPort,
        stepSeconds,
        ...(kinds ? { kinds } : {}),
      }),
    );
  } finally {
    await close();
  }
};

describe.concurrent('through a proxy that is a wire', () => {
  it('lets everything pass, over both versions, with as many connections behind as in front', async () => {
    const { result } = await run(wire);
    expect(result.outcome).toBe('ran');
    expect(result.path).toEqual(
      pathOf(both(allParts('at once')), both('yes'), both('yes'), { race: neither }),
    );
    expect(result.facts?.front).toMatchObject({ connections: 1, exchanges: 5, protocol: 'HTTP/1.1' });
    expect(result.facts?.back).toMatchObject({ connections: 1, exchanges: 5, exchangesPerConnection: [5] });
    expect(result.facts?.backFive).toMatchObject({
      connections: 5,
      exchanges: 5,
      exchangesPerConnection: [1, 1, 1, 1, 1],
    });
    expect(result.faults).toEqual([]);
  });
});

describe.concurrent('through a proxy that loses handshakes', () => {
  it('asks again for a WebSocket that the origin never saw', async () => {
    expect((await run(losesHandshakes(2))).result.path?.websocket['http/1.1']).toBe('yes');
    const { result } = await run(losesHandshakes(3));
    expect(result.answers?.['websocket over http/1.1']).toMatchObject({
      answer: 'inconclusive',
      reason: { id: 'websocket.unanswered' },
    });
  });
});

describe.concurrent('through a proxy that answers by itself now and then', () => {
  const of = async (kind: ThroughKind, most: number) =>
    (await run(refusesUploads(most), 10, [kind])).result.path;

  it('asks again before it says anything of that', async () => {
    expect((await of('upload, chunked', 2)).upload.chunked.passes).toBe('at once');
    expect((await of('upload, chunked', 3)).upload.chunked.passes).toBe('?');
    expect((await of('expect-continue', 2)).expect).toBe('origin');
    expect((await of('expect-continue', 3)).expect).toBe('?');
    expect((await of('early-answer', 2)).early).toBe('yes');
    expect((await of('early-answer', 9)).early).toBe('inconclusive');
    expect((await of('interlock', 2)).interlock['http/1.1']).toBe('yes');
    expect((await of('interlock', 9)).interlock['http/1.1']).toBe('inconclusive');
  }, 120_000);

  it('asks again at whatever size that was, and takes what stays for its limit', async () => {
    const through = async (refusals: number, status: string, says = /^POST [^ ]*\/65536\//) => {
      const proxy = holdsThenRefuses(says, refusals, status);
      const { path } = (await run(proxy, 10, ['upload, content-length'])).result;
      return { ...path.upload['content-length'], incremental: Object.values(path.incremental) };
    };
    const from = { passes: 'from', bytes: 65_536, incremental: [false] };
    expect(await through(2, '503 Service Unavailable')).toEqual(from);
    expect(await through(99, '413 Content Too Large')).toEqual({
      ...{ passes: 'when whole', bytes: 32_768 },
      incremental: [false],
    });
    const said = /^incremental:/im;
    expect(await through(2, '503 Service Unavailable', said)).toEqual(from);
    expect(await through(3, '503 Service Unavailable', said)).toEqual({ ...from, incremental: [] });
  }, 120_000);
});

describe.concurrent('through a proxy that stores and forwards', () => {
  it('holds everything, and knows no HTTP/2 and no WebSocket', async () => {
    const { result } = await run(storeAndForward);
    expect(result.outcome).toBe('ran');
    expect(result.subject).toBe('a real proxy: store-and-forward/1');
    const only = both('no', 'not applicable') as Path['interlock'];
    expect(result.path).toEqual(
      pathOf({ 'http/1.1': allParts(-4_194_304) }, only, only, {
        race: { safe: 'not applicable', unsafe: 'not applicable' },
        ...{ expect: 'proxy', early: 'not applicable' },
        incremental: Object.fromEntries(
          passings.map((passing) => [nameOf({ kind: kindOfPassing(passing), version: 'http/1.1' }), false]),
        ),
      }),
    );
    expect(result.answers?.['upload, chunked over http/1.1']).toMatchObject({
      answer: 'no',
      cause: 'server',
    });
    expect(result.facts?.front).toMatchObject({ connections: 1, exchanges: 5 });
    expect(result.facts?.back).toMatchObject({ connections: 5, exchanges: 5 });
    expect(result.answers?.['interlock over http/1.1']).toMatchObject({ cause: 'server' });
  });
});

describe.concurrent('through a proxy that gives its connections back late', () => {
  it('counts those that it needs, not those that it was in a hurry to open', async () => {
    const { result } = await run(slowToGiveBack);
    expect(result.outcome).toBe('ran');
    expect(result.facts?.back).toMatchObject({ connections: 1, exchanges: 5 });
    expect(result.facts?.backFive).toMatchObject({ connections: 1, exchanges: 5 });
  });
});

describe.concurrent('through a proxy with few connections', () => {
  it('counts how many clients at once it serves, though all that would count causes must wait, too', async () => {
    const { result } = await run(fewConnections(4), 2);
    expect([result.outcome, result.error]).toEqual(['ran', null]);
    expect(result.path.pool).toEqual({ 1: 1, 2: 2, 5: 4, 20: 4 });
    expect(result.varying.timings['idle-behind']).toMatchObject([
      { limitSeconds: 1, endedBy: 'origin' },
      { limitSeconds: 2, endedBy: 'origin' },
      { limitSeconds: 5, endedBy: 'origin' },
    ]);
  });
});

describe.concurrent('through a proxy that was busy once', () => {
  it('does not take that for what it does', async () => {
    const { result } = await run(holdsEvents(1), 10, ['sse, identity']);
    expect(result.path.sse.identity).toEqual({ passes: 'at once', bytes: null });
    expect(result.path.incremental).toEqual({});
  });
});

describe.concurrent('through a proxy that hangs up on a request that is on its way', () => {
  it.each([
    ['renewal', '/renewal/500 '],
    ['one front connection', '/one/3 '],
  ] as const)('sends it again: %s', async (kind, text) => {
    const { result } = await run(hangsUpOn(text), 10, [kind]);
    expect([result.outcome, result.error]).toEqual(['ran', null]);
    expect(result.path.renewedAfter).toBeNull();
    // Counted anew, for nothing else opens a connection beside.
    if (kind !== 'renewal') expect(result.facts?.front).toMatchObject({ connections: 1, exchanges: 5 });
  });
});

describe.concurrent('through a proxy whose connections are left idle', () => {
  it('waits for their ends longer than for a step of an exchange', async () => {
    // Between 2 s and 5 s nothing crosses.
    const { result } = await run(wire, 1.6, ['idle-behind']);
    expect([result.outcome, result.error]).toEqual(['ran', null]);
    expect(result.varying.timings['idle-behind']?.map(({ endedBy }) => endedBy)).toEqual([
      ...['origin', 'origin', 'origin'],
    ]);
  });
});

describe.concurrent('through a proxy that lets nothing up', () => {
  it('gives up uploads that never come out, is sure of nothing there, and keeps the rest', async () => {
    const { result } = await run(stallsUploads, 3);
    expect(result.outcome).toBe('timed-out');
    expect(result.error?.reason).toEqual(
      reason('error.late', {
        Questions: [
          ...['upload, content-length over http/1.1', 'upload, chunked over http/1.1'],
          ...['interlock over http/1.1', 'interlock over http/2'],
        ].join(', '),
      }),
    );
    const known = parts({ 'upload, content-length': '?', 'upload, chunked': '?' });
    expect(result.path).toEqual(
      pathOf(both(known, allParts('at once')), both('inconclusive'), both('yes'), { race: neither }),
    );
    expect(result.facts?.back).toMatchObject({ connections: 1, exchanges: 5 });
  });
});
