/**
 * What the live page can be told at any time: the newest connections with their newest messages, and what of them has
 * changed since it was last asked. Noting something costs little, because it is done while the traffic waits; memory is
 * bounded whatever crosses, and nothing of what is kept holds on to the bytes that it came in.
 */

import type { Witness } from '../../assess/observe.ts';
import type { ConnectionEvent } from '../../model/trace.ts';
import type { Say } from '../../report/language/say.ts';
import type { LiveEvent } from '../../report/page/live/shapes.ts';
import type { ConnectionData } from '../../report/page/shapes.ts';
import { dataOf, type Entry, type Line, newLine } from './line.ts';

export function liveBook(limits: BookLimits, say: Say): LiveBook {
  const lines = new Map<number, Line>();
  const changed = new Set<Line>();
  const forgotten = { known: [] as number[], all: 0, told: 0 };
  let items = 0;
  let opened = 0;
  let open = 0;

  /** Gives those that made room, all in one go, so that it costs nothing to speak of each time. */
  function add<T>(line: Line, all: T[], fresh: Set<T>, one: T): T[] {
    all.push(one);
    fresh.add(one);
    changed.add(line);
    items += 1;
    const gone = all.length < 2 * limits.each ? [] : all.splice(0, limits.each);
    for (const old of gone) fresh.delete(old);
    items -= gone.length;
    return gone;
  }

  /** The oldest that is over, or the oldest. */
  function makeRoom(): void {
    while (lines.size > limits.connections || (items > limits.items && lines.size > 1)) {
      let oldest: Line | undefined;
      for (const line of lines.values()) {
        oldest ??= line;
        if (line.closed === null) continue;
        oldest = line;
        break;
      }
      if (oldest === undefined) return;
      lines.delete(oldest.connection);
      changed.delete(oldest);
      items -= oldest.messages.length + oldest.controls.length + oldest.violations.length;
      if (oldest.told) forgotten.known.push(oldest.connection);
      forgotten.all += 1;
    }
  }

  function event(event: ConnectionEvent): void {
    if (event.type === 'bytes' || event.type === 'gap') return;
    if (event.type === 'open') {
      opened += 1;
      open += 1;
      const line = newLine(event);
      lines.set(event.connection, line);
      changed.add(line);
      makeRoom();
      return;
    }
    if (event.type === 'close') open -= 1;
    const line = lines.get(event.connection);
    if (line === undefined) return;
    changed.add(line);
    const { seq, at } = event;
    if (event.type === 'close') line.closed = { seq, at };
    else if (event.type === 'error') line.error = event.code;
    else line.ends.push({ seq, at, direction: event.direction, how: event.type === 'end' ? 'FIN' : 'RST' });
  }

  const witness: Witness = {
    event,
    protocol(connection, protocol) {
      const line = lines.get(connection);
      if (line === undefined) return;
      line.protocol = protocol;
      changed.add(line);
    },
    begun(message) {
      const line = lines.get(message.connection);
      if (line === undefined) return;
      const { direction, ordinal } = message;
      const entry: Entry = { direction, ordinal, source: { message } };
      line.unfinished.set(message, entry);
      const gone = add(line, line.messages, line.fresh.messages, entry);
      line.earlier += gone.length;
      for (const { source } of gone) if ('message' in source) line.unfinished.delete(source.message);
      makeRoom();
    },
    ended(message) {
      const line = lines.get(message.connection);
      const entry = line?.unfinished.get(message);
      if (line === undefined || entry === undefined) return;
      line.unfinished.delete(message);
      line.fresh.messages.add(entry);
      changed.add(line);
    },
    withdrawn(message) {
      const line = lines.get(message.connection);
      if (line === undefined) return;
      const { direction, ordinal } = message;
      line.unfinished.delete(message);
      const at = line.messages.findLastIndex((one) => one.direction === direction && one.ordinal === ordinal);
      for (const entry of at < 0 ? [] : line.messages.splice(at, 1)) {
        line.fresh.messages.delete(entry);
        line.withdrawn.push([direction, ordinal]);
        items -= 1;
        changed.add(line);
      }
    },
    control(control) {
      const line = lines.get(control.connection);
      if (line) add(line, line.controls, line.fresh.controls, control);
      makeRoom();
    },
    violation(violation) {
      const line = lines.get(violation.connection);
      if (line) add(line, line.violations, line.fresh.violations, violation);
      makeRoom();
    },
  };

  /** Of about `most` messages; the rest comes with the next call. */
  function changes(most: number): LiveEvent[] {
    const events: LiveEvent[] = [];
    if (forgotten.all > forgotten.told)
      events.push({ what: 'forgotten', connections: forgotten.known.splice(0), forgotten: forgotten.all });
    forgotten.told = forgotten.all;
    let left = most;
    for (const line of changed) {
      if (left <= 0) break;
      const { fresh, messages, controls, violations } = line;
      left -= 1 + fresh.messages.size;
      events.push({
        what: 'connection',
        line: dataOf(line, [...fresh.messages], [...fresh.controls], [...fresh.violations], say),
        withdrawn: line.withdrawn.splice(0),
        kept: { messages: messages.length, controls: controls.length, violations: violations.length },
      });
      line.told = true;
      for (const set of Object.values(fresh)) set.clear();
      changed.delete(line);
    }
    return events;
  }

  return {
    witness,
    changes,
    present: () =>
      [...lines.values()].map((line) =>
        dataOf(line, line.messages, [...line.controls], [...line.violations], say),
      ),
    counts: () => ({ connections: opened, open, forgotten: forgotten.all }),
  };
}

export interface BookLimits {
  connections: number;
  /** Messages, controls and violations of all connections together. */
  items: number;
  /** Of each of these, a connection keeps so many of the newest, and at times nearly twice as many. */
  each: number;
}

export interface LiveBook {
  witness: Witness;
  /** What is new since the last call, of about `most` messages; nothing where there is nothing more. */
  changes(most: number): LiveEvent[];
  /** All that is kept. Whoever is told so needs no earlier change; what has changed must have been asked for before. */
  present(): ConnectionData[];
  counts(): { connections: number; open: number; forgotten: number };
}
