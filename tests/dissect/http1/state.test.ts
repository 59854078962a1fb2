/** The table of states of HTTP/1.x is true: a direction goes from one to the next as it says, and in no other way. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { http1 } from '../../../src/dissect/http1/http1.ts';
import type * as states from '../../../src/dissect/http1/state.ts';
import { transitions } from '../../../src/dissect/http1/state.ts';
import { quiet } from '../replay.ts';
import {
  client,
  clientFin,
  clientGap,
  close,
  type Step,
  server,
  serverFin,
  serverGap,
  take,
} from '../steps.ts';

/** The states that each direction went through, in order. */
const paths = vi.hoisted(() => ({ c2s: [] as string[], s2c: [] as string[] }));

vi.mock('../../../src/dissect/http1/state.ts', async (importOriginal) => {
  const real = await importOriginal<typeof states>();
  const enter: typeof real.enter = (direction, next, content) => {
    paths[direction.name].push(next);
    real.enter(direction, next, content);
  };
  return { ...real, enter };
});

function play(steps: Step[]): void {
  const dissector = http1(1, quiet);
  for (const [nth, step] of steps.entries()) take(dissector, step, { seq: nth + 1, at: 0 });
}

const get = 'GET / HTTP/1.1\r\n\r\n';
const post = 'POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n';
const upgrade = 'GET / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n';
const upgradingPost = 'POST / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: x\r\nContent-Length: 2\r\n\r\n';
const switching = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n';
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n';
const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';

const cases: { name: string; steps: Step[]; c2s?: string[]; s2c?: string[] }[] = [
  {
    name: 'an exchange and its end',
    steps: [client(get), server(`${ok}hi`), clientFin, serverFin],
    c2s: ['head', 'between messages', 'over'],
    s2c: ['head', 'content', 'between messages', 'over'],
  },
  {
    name: 'messages that FIN and the end of the connection cut',
    steps: [client(post), clientFin, server('HTTP/1.1 200 OK\r\nA'), close],
    c2s: ['head', 'content', 'over'],
    s2c: ['head', 'over'],
  },
  {
    name: 'what cannot be read, and is not read on',
    steps: [client('NONSENSE\r\n\r\n'), server(`${ok}hi`), close],
    c2s: ['head', 'unreadable'],
    s2c: ['head', 'content', 'between messages', 'over'],
  },
  {
    name: 'chunks that are malformed',
    steps: [client(get), server(`${chunked}zz\r\n`)],
    c2s: ['head', 'between messages'],
    s2c: ['head', 'content', 'unreadable'],
  },
  {
    name: 'an upgrade that is granted',
    steps: [client(upgrade), client('early'), server(switching), client('late'), close],
    c2s: ['head', 'buffering', 'upgraded', 'over'],
    s2c: ['head', 'upgraded', 'over'],
  },
  {
    name: 'an upgrade that is granted before all of the content of its request is there',
    steps: [client(upgradingPost), server(switching), client('hi')],
    c2s: ['head', 'content', 'upgraded'],
    s2c: ['head', 'upgraded'],
  },
  {
    name: 'a CONNECT that is granted before all of its head is there',
    steps: [client('CONNECT h:1 HTTP/1.1\r\n'), server('HTTP/1.1 200 OK\r\n\r\n'), client('\r\n')],
    c2s: ['head', 'upgraded'],
    s2c: ['head', 'upgraded'],
  },
  {
    name: 'an upgrade that is refused, and what came meanwhile',
    steps: [client(`${upgradingPost}hi`), client(get), server(`${ok}hi`)],
    c2s: ['head', 'content', 'buffering', 'between messages', 'head', 'between messages'],
    s2c: ['head', 'content', 'between messages'],
  },
  {
    name: 'an upgrade that is never answered: of a CONNECT nobody knows what followed',
    steps: [client('CONNECT h:1 HTTP/1.1\r\n\r\nabc'), close],
    c2s: ['head', 'buffering', 'over'],
    s2c: ['over'],
  },
  {
    name: 'too much behind a request for an upgrade',
    steps: [client(upgrade), client('a'.repeat(2 ** 20 + 1))],
    c2s: ['head', 'buffering', 'unreadable'],
  },
  {
    name: 'a gap within content of a known length',
    steps: [client(get), server(ok), serverGap(2)],
    c2s: ['head', 'between messages'],
    s2c: ['head', 'content', 'between messages'],
  },
  {
    name: 'a gap, and another, and what comes to nothing',
    steps: [client(get), serverGap(9), clientGap(9), client('of an upload'), close],
    c2s: ['head', 'between messages', 'lost', 'lost', 'over'],
    s2c: ['lost', 'lost', 'over'],
  },
  {
    name: 'a gap in heads, after which the next request is found',
    steps: [client('GET / HTTP/1.1\r\nA'), server('HTTP/1.1 2'), serverGap(9), client(get)],
    c2s: ['head', 'lost', 'between messages', 'head', 'between messages'],
    s2c: ['head', 'lost', 'between messages'],
  },
  {
    name: 'a gap longer than the content',
    steps: [client(get), server(ok), serverGap(3)],
    c2s: ['head', 'between messages', 'lost'],
    s2c: ['head', 'content', 'lost'],
  },
  {
    name: 'a gap while an upgrade is waited for',
    steps: [client(upgrade), client('abc'), clientGap(1)],
    c2s: ['head', 'buffering', 'lost'],
    s2c: ['lost'],
  },
  {
    name: 'nonsense of the client, found after a gap and while a response was taken',
    steps: [serverGap(1), client(upgrade), client('nonsense\r\n'), server(ok)],
    c2s: ['lost', 'between messages', 'head', 'buffering', 'between messages', 'head', 'unreadable', 'lost'],
    s2c: ['lost', 'between messages', 'head', 'lost', 'head', 'content'],
  },
  {
    name: 'nonsense after a gap is put down to it',
    steps: [clientGap(1), client(get), server('nonsense\r\n')],
    c2s: ['lost', 'between messages', 'head', 'between messages', 'lost'],
    s2c: ['lost', 'between messages', 'head', 'unreadable', 'lost'],
  },
];

/** `between messages > head` of each step of a path, which begins between messages. */
const stepsOf = (path: string[]): string[] =>
  path.map((state, nth) => `${nth === 0 ? 'between messages' : path[nth - 1]} > ${state}`);

const inTable = Object.entries(transitions).flatMap(([state, next]) =>
  Object.keys(next).map((each) => `${state} > ${each}`),
);

beforeEach(() => {
  paths.c2s.length = 0;
  paths.s2c.length = 0;
});

describe('the states of HTTP/1.x', () => {
  const taken = new Set<string>();

  it.each(cases)('$name', ({ steps, c2s = [], s2c = [] }) => {
    play(steps);
    expect(paths).toEqual({ c2s, s2c });
    for (const path of [c2s, s2c]) for (const step of stepsOf(path)) taken.add(step);
  });

  it('follow on each other in every way that the table has', () => {
    expect([...taken].sort()).toEqual([...inTable].sort());
  });

  it('and in no other, whatever crosses', () => {
    const bytes = fc.constantFrom(
      get,
      post,
      upgrade,
      upgradingPost,
      switching,
      ok,
      chunked,
      'hi',
      'A',
      '\r\n',
      '2\r\n',
    );
    const step: fc.Arbitrary<Step> = fc.oneof(
      { weight: 5, arbitrary: bytes.map(client) },
      { weight: 5, arbitrary: bytes.map(server) },
      { weight: 2, arbitrary: fc.constantFrom(clientFin, serverFin, close) },
      { weight: 1, arbitrary: fc.nat(4).map(clientGap) },
      { weight: 1, arbitrary: fc.nat(4).map(serverGap) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
        paths.c2s.length = 0;
        paths.s2c.length = 0;
        play(steps);
        for (const path of [paths.c2s, paths.s2c])
          expect(inTable).toEqual(expect.arrayContaining(stepsOf(path)));
      }),
      { numRuns: 1000 },
    );
  });
});
