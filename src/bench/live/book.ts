/**
 * What the live page can be told at any time: the newest connections with their newest messages, and what of them has
 * changed since it was last asked. Noting something costs little, because it is done while the traffic waits; memory is
 * bounded whatever crosses, and nothing of what is kept holds on to the bytes that it came in.
 */

import type { Witness } from '../../assess/observe.ts';
import type { ConnectionEvent } from '../../model/trace.ts';
import { pass } from '../../model/transcript.ts';
import type { Say } from '../../report/language/say.ts';
import type { LiveEvent } from '../../report/page/live/shapes.ts';
import type { ConnectionData } from '../../report/page/shapes.ts';
import { createConnection, dataOf, type Entry, type LiveConnection } from './connection.ts';

export function createLiveBook(limits: BookLimits, say: Say): LiveBook {
  const connections = new Map<number, LiveConnection>();
  const changed = new Set<LiveConnection>();
  const forgotten = { known: [] as number[], all: 0, announced: 0 };
  let items = 0;
  let opened = 0;
  let open = 0;

  /** Gives those that made room, all in one go, so that it costs nothing to speak of each time. */
  function add<T>(kept: LiveConnection, all: T[], fresh: Set<T>, one: T): T[] {
    all.push(one);
    fresh.add(one);
    changed.add(kept);
    items += 1;
    const gone = all.length < 2 * limits.each ? [] : all.splice(0, limits.each);
    for (const old of gone) fresh.delete(old);
    items -= gone.length;
    return gone;
  }

  /** The oldest that is over, or the oldest. */
  function makeRoom(): void {
    while (connections.size > limits.connections || (items > limits.items && connections.size > 1)) {
      let oldest: LiveConnection | undefined;
      for (const kept of connections.values()) {
        oldest ??= kept;
        if (kept.closed === null) continue;
        oldest = kept;
        break;
      }
      if (oldest === undefined) return;
      connections.delete(oldest.connection);
      changed.delete(oldest);
      items -= oldest.messages.length + oldest.controls.length + oldest.faults.length;
      if (oldest.announced) forgotten.known.push(oldest.connection);
      forgotten.all += 1;
    }
  }

  function event(event: ConnectionEvent): void {
    if (event.type === 'gap') return;
    if (event.type === 'bytes') {
      const kept = connections.get(event.connection);
      if (kept?.passed === undefined) return;
      pass(kept.passed, event.direction, event.bytes.length);
      if (kept.opaque !== undefined) changed.add(kept);
      return;
    }
    if (event.type === 'open') {
      opened += 1;
      open += 1;
      const kept = createConnection(event);
      connections.set(event.connection, kept);
      changed.add(kept);
      makeRoom();
      return;
    }
    if (event.type === 'close') open -= 1;
    const kept = connections.get(event.connection);
    if (kept === undefined) return;
    changed.add(kept);
    const { seq, at } = event;
    if (event.type === 'close') kept.closed = { seq, at };
    else if (event.type === 'error') kept.error = event.code;
    else kept.ends.push({ seq, at, direction: event.direction, how: event.type === 'end' ? 'FIN' : 'RST' });
  }

  const witness: Witness = {
    event,
    protocol(connection, protocol) {
      const kept = connections.get(connection);
      if (kept === undefined) return;
      kept.protocol = protocol;
      changed.add(kept);
    },
    opaque(connection, how) {
      const kept = connections.get(connection);
      if (kept === undefined) return;
      kept.opaque ??= how;
      changed.add(kept);
      if (how !== 'unknown') return;
      items -= kept.messages.length;
      Object.assign(kept, { messages: [], earlier: 0 });
      kept.unfinished.clear();
      kept.fresh.messages.clear();
    },
    begun(message) {
      const kept = connections.get(message.connection);
      if (kept === undefined) return;
      const { direction, ordinal } = message;
      const entry: Entry = { direction, ordinal, source: { message } };
      kept.unfinished.set(message, entry);
      const gone = add(kept, kept.messages, kept.fresh.messages, entry);
      kept.earlier += gone.length;
      for (const { source } of gone) if ('message' in source) kept.unfinished.delete(source.message);
      makeRoom();
    },
    ended(message) {
      const kept = connections.get(message.connection);
      const entry = kept?.unfinished.get(message);
      if (kept === undefined || entry === undefined) return;
      kept.unfinished.delete(message);
      kept.fresh.messages.add(entry);
      changed.add(kept);
    },
    withdrawn(message) {
      const kept = connections.get(message.connection);
      if (kept === undefined) return;
      const { direction, ordinal } = message;
      kept.unfinished.delete(message);
      const at = kept.messages.findLastIndex((one) => one.direction === direction && one.ordinal === ordinal);
      for (const entry of at < 0 ? [] : kept.messages.splice(at, 1)) {
        kept.fresh.messages.delete(entry);
        kept.withdrawn.push([direction, ordinal]);
        items -= 1;
        changed.add(kept);
      }
    },
    control(control) {
      const kept = connections.get(control.connection);
      if (kept) add(kept, kept.controls, kept.fresh.controls, control);
      makeRoom();
    },
    fault(fault) {
      const kept = connections.get(fault.connection);
      if (kept) add(kept, kept.faults, kept.fresh.faults, fault);
      makeRoom();
    },
  };

  /** Of about `most` messages; the rest comes with the next call. */
  function changes(most: number): LiveEvent[] {
    const events: LiveEvent[] = [];
    if (forgotten.all > forgotten.announced)
      events.push({ what: 'forgotten', connections: forgotten.known.splice(0), forgotten: forgotten.all });
    forgotten.announced = forgotten.all;
    let left = most;
    for (const kept of changed) {
      if (left <= 0) break;
      const { fresh, messages, controls, faults } = kept;
      left -= 1 + fresh.messages.size;
      events.push({
        what: 'connection',
        line: dataOf(kept, [...fresh.messages], [...fresh.controls], [...fresh.faults], say),
        withdrawn: kept.withdrawn.splice(0),
        kept: { messages: messages.length, controls: controls.length, faults: faults.length },
      });
      kept.announced = true;
      for (const set of Object.values(fresh)) set.clear();
      changed.delete(kept);
    }
    return events;
  }

  return {
    witness,
    changes,
    present: () =>
      [...connections.values()].map((kept) =>
        dataOf(kept, kept.messages, [...kept.controls], [...kept.faults], say),
      ),
    counts: () => ({ connections: opened, open, forgotten: forgotten.all }),
  };
}

export interface BookLimits {
  connections: number;
  /** Messages, controls and faults of all connections together. */
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
