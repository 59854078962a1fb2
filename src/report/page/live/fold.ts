/** From events to what the live page shows: the page does not fall behind its server, whatever it has missed. */

import type { ConnectionData, MessageData } from '../shapes.ts';
import type { LiveChange, LiveEvent, LiveTotals } from './shapes.ts';

export interface LiveState {
  run: string | null;
  front: string;
  /** By number, in order of opening. */
  connections: Map<number, ConnectionData>;
  forgotten: number;
  totals: LiveTotals | null;
  over: boolean;
  /** Another observation took the place of one that was shown. */
  restarted: boolean;
}

export const nothingYet = (): LiveState => ({
  run: null,
  front: '',
  connections: new Map(),
  forgotten: 0,
  totals: null,
  over: false,
  restarted: false,
});

/** Changes the state; gives the connections that are new or look different now. */
export function fold(state: LiveState, event: LiveEvent): readonly number[] {
  switch (event.what) {
    case 'snapshot': {
      const { run, front, forgotten, totals, over } = event;
      const restarted = run === state.run ? state.restarted : state.run !== null;
      const connections = new Map(event.connections.map((line) => [line.connection, line]));
      Object.assign(state, { run, front, connections, forgotten, totals, over, restarted });
      return [...connections.keys()];
    }
    case 'connection':
      change(state.connections, event);
      return [event.line.connection];
    case 'forgotten':
      for (const connection of event.connections) state.connections.delete(connection);
      state.forgotten = event.forgotten;
      return [];
    case 'totals':
      state.totals = event;
      return [];
    case 'over':
      state.over = true;
      return [];
  }
}

function change(connections: LiveState['connections'], { line, withdrawn, kept }: LiveChange): void {
  const known = connections.get(line.connection);
  if (known === undefined) {
    connections.set(line.connection, line);
    return;
  }
  const { messages, controls, faults } = known;
  for (const [direction, ordinal] of withdrawn) {
    const at = placeOf(messages, { direction, ordinal });
    if (at >= 0) messages.splice(at, 1);
  }
  for (const message of line.messages) {
    const before = messages[placeOf(messages, message)];
    // The same object, because what is drawn is found by it.
    if (before) Object.assign(before, message);
    else messages.push(message);
  }
  controls.push(...line.controls);
  faults.push(...line.faults);
  keep(messages, kept.messages);
  keep(controls, kept.controls);
  keep(faults, kept.faults);
  Object.assign(known, { ...line, messages, controls, faults });
}

/** What changes is among the last; ordinals of a direction rise. */
function placeOf(messages: MessageData[], { direction, ordinal }: Name): number {
  for (let at = messages.length - 1; at >= 0; at--) {
    const one = messages[at];
    if (one?.direction !== direction) continue;
    if (one.ordinal === ordinal) return at;
    if (one.ordinal < ordinal) return -1;
  }
  return -1;
}

type Name = Pick<MessageData, 'direction' | 'ordinal'>;

const keep = (list: unknown[], newest: number): void => {
  if (list.length > newest) list.splice(0, list.length - newest);
};
