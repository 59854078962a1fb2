/**
 * A tiny language for what crosses a tap, so that tests can write messages down by hand. A line each, or parted by `;`.
 * Numbers are places in the tap's order (`seq`): what happens first has the lower one, and what has the same happens
 * in one event.
 *
 *     c2s 1..2 x1              a request of exchange 1, from event 1 to event 2 (an open end: `1..`)
 *     s2c 3..5 x1 @4           its response, reported late, at event 4
 *     s2c 3..5 push | ws | record | datagram      other kinds; `s1` names a stream
 *     s2c 3..4 push withdrawn@6
 *     c2s 1..2 x1 cut | reset | cancelled | FIN   what ended it, where it matters: reset by the server, by the client
 *     c2s 1.. x1 reached=3                        the event with its last byte, where it never ends or is cut
 *     c2s 1..2 x1 1.0 | close | status=101 …      header fields
 *     c2s 1..2 x1 POST /a, s2c 3..4 x1 length=10 content=4 upgrade=h2c    a method and a target; content announced, and come
 *     FIN s2c 6, RST c2s 6, close 7, goaway s2c 6 0 [last=5], streams s2c 6 3, rst-stream c2s 6 1 [error=7], violation s2c 6, irregularity s2c 6, gap s2c 6, error 6, deadline 6, over 6
 *
 *     from 10.0.0.7, to 10.0.0.9:80, as 3          whose connection it is: its client's address, its server's, its client's number
 *     asked 2                                      after which event its client asked for it
 *
 * `#2` in front is connection 2. Connections open when first named.
 */

import type { Measuring } from '../../src/measure/journal/measuring.ts';
import type { Journal } from '../../src/measure/journal/step.ts';
import { measure } from '../../src/measure/measure.ts';
import type { Measurement } from '../../src/model/facts.ts';
import type { Message } from '../../src/model/message.ts';
import type { Answers } from '../../src/model/result.ts';
import { ruleBroken } from '../../src/model/rules/fault.ts';
import type { Direction, OpenEvent } from '../../src/model/trace.ts';
import { messageSteps, type Step } from './script-messages.ts';

/** What is measured of a script, taken 9 ms after its beginning. */
export const measurementOf = (script: string, answers?: Answers): Measurement =>
  measuringOf(script, answers).measurement({ seq: 9999, at: 9_000_000 });

/** Measuring that has been told a script, and can be told more. */
export const measuringOf = (script: string, answers?: Answers, journal: Journal | null = null): Measuring => {
  const measuring = measure('test', answers ?? null, journal);
  const lines = script
    .split(/[\n;]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const ordinals = new Map<string, number>();
  const steps: Step[] = [];
  let opened = 0;
  const opens = new Map<number, OpenEvent>();
  const openOf = (connection: number): OpenEvent => opens.get(connection) ?? openEvent(connection);
  for (const line of lines) {
    const [, number = '1', what, whose = ''] = /^(?:#(\d+) )?(from|to|as|asked) (\S+)$/.exec(line) ?? [];
    const connection = Number(number);
    if (what === undefined) steps.push(...stepsOf(line, ordinals));
    else opens.set(connection, belonging(openOf(connection), what, whose));
  }
  const bySeq = groupBy(steps, ({ seq }) => seq);
  const begun = steps.flatMap(({ message }) => (message === undefined ? [] : [message]));
  const beginning = groupBy(begun, ({ begin }) => begin.seq);
  const unread = new Set<Message>();
  for (const seq of [...new Set([...bySeq.keys(), ...beginning.keys()])].sort((a, b) => a - b)) {
    const here = bySeq.get(seq) ?? [];
    for (const message of beginning.get(seq) ?? []) unread.add(message);
    const { connection, direction } = here[0] ??
      beginning.get(seq)?.[0] ?? { connection: 1, direction: 'c2s' };
    for (let each = opened + 1; each <= connection; each += 1) {
      opened = each;
      measuring.event({ ...openOf(each), seq: seq - 0.5, at: seq - 1 });
      measuring.settle(() => Number.POSITIVE_INFINITY);
    }
    const own = here.find(({ event }) => event !== undefined)?.event;
    measuring.event(own ?? { type: 'bytes', seq, at: seq, connection, direction, bytes: new Uint8Array(10) });
    for (const step of here) {
      step.report?.(measuring);
      if (step.message !== undefined) unread.delete(step.message);
    }
    measuring.settle((of) => {
      const waiting = [...unread].filter((message) => message.connection === of);
      return Math.min(Number.POSITIVE_INFINITY, ...waiting.map(({ begin }) => begin.seq));
    });
  }
  return measuring;
};

const groupBy = <Item>(items: Item[], keyOf: (item: Item) => number): Map<number, Item[]> => {
  const groups = new Map<number, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
};

const address = { path: '/socket' };

const openEvent = (connection: number): OpenEvent => ({
  type: 'open',
  seq: 0,
  at: 0,
  connection,
  transport: 'unix',
  front: { client: address, tap: address },
  back: { tap: null, server: address },
  control: false,
});

const belonging = (open: OpenEvent, what: string, whose: string): OpenEvent => {
  const [host = '', port = '40000'] = whose.split(':');
  const place = { host, port: Number(port) };
  if (what === 'asked') return { ...open, asked: Number(whose) };
  if (what === 'as') return { ...open, client: Number(whose) };
  if (what === 'to') return { ...open, back: { tap: null, server: place } };
  return { ...open, front: { ...open.front, client: place } };
};

const controls: Record<string, { what: string; figure: string }> = {
  goaway: { what: 'GOAWAY', figure: 'error' },
  streams: { what: 'SETTINGS', figure: 'MAX_CONCURRENT_STREAMS' },
  'rst-stream': { what: 'RST_STREAM', figure: 'stream' },
};

/** Of GOAWAY and RST_STREAM: `last=5`, `error=7`. */
const furtherFigures = (words: string[]): Record<string, number> =>
  Object.fromEntries(
    words.map((word) => {
      const [name = '', value] = word.split('=');
      return [name === 'last' ? 'lastStream' : name, Number(value)];
    }),
  );

/** What one line brings: a message begins and ends, or a single event. */
const stepsOf = (line: string, ordinals: Map<string, number>): Step[] => {
  const words = line.split(/\s+/);
  const connection = words[0]?.startsWith('#') ? Number(words.shift()?.slice(1)) : 1;
  const [first = '', second = '', third = '', ...rest] = words;
  if (first === 'c2s' || first === 's2c') {
    return messageSteps(connection, first, second, [third, ...rest], ordinals);
  }
  const direction: Direction = second === 's2c' ? 's2c' : 'c2s';
  const seq = Number(third === '' ? second : third);
  const at = { seq, at: seq, connection };
  const step = { seq, connection, direction };
  const { what, figure } = controls[first] ?? {};
  if (what !== undefined) {
    const detail = { [figure ?? '']: Number(rest[0]), ...furtherFigures(rest.slice(1)) };
    return [{ ...step, report: (to) => to.control({ ...at, direction, what, detail, from: 0, to: 0 }) }];
  }
  switch (first) {
    case 'FIN':
      return [{ ...step, event: { type: 'end', direction, ...at } }];
    case 'RST':
      return [{ ...step, event: { type: 'reset', direction, ...at } }];
    case 'close':
      return [{ ...step, event: { type: 'close', ...at } }];
    case 'gap':
      return [{ ...step, event: { type: 'gap', direction, length: null, ...at } }];
    case 'error':
      return [{ ...step, event: { type: 'error', code: 'ECONNREFUSED', ...at } }];
    case 'deadline':
      return [{ ...step, event: { type: 'mark', mark: 'deadline passed', of: 'gate', seq, at: seq } }];
    case 'over':
      return [{ ...step, event: { type: 'mark', mark: 'question ended', of: 'test', seq, at: seq } }];
    case 'irregularity':
    case 'violation': {
      const side = direction === 'c2s' ? 'client' : 'server';
      return [
        {
          ...step,
          report: (to) =>
            to.fault({
              ...at,
              side,
              direction,
              offset: 0,
              reason: ruleBroken(
                first === 'violation' ? 'http1.answers-nothing' : 'websocket-frame.half-code',
              ),
            }),
        },
      ];
    }
    default:
      throw new Error(`no such line: ${line}`);
  }
};
