/** What was measured, by hand: connections of one shape each, with damage. */
import { measure } from '../../src/measure/measure.ts';
import type { ConnectionGroup, ConnectionShape, Damage, Measurement } from '../../src/model/facts.ts';
import { reason } from '../../src/model/reason.ts';
import type { Direction } from '../../src/model/trace.ts';

export const spot = (direction: Direction, message: number, connection = 1) => ({
  connection,
  message,
  direction,
});

export const group = (shape: Partial<ConnectionShape>, connection = 1): ConnectionGroup => ({
  shape: {
    c2s: true,
    s2c: true,
    crossing: false,
    crossingAcross: false,
    crossingsKnown: false,
    overlap: false,
    overlapAcross: false,
    unasked: false,
    byTurns: false,
    exchanges: 1,
    nextElsewhere: false,
    ...shape,
  },
  count: 1,
  first: connection,
  shows: {
    message: [spot('c2s', 1, connection)],
    crossing: [spot('c2s', 8, connection), spot('s2c', 8, connection)],
    overlap: [spot('c2s', 5, connection), spot('s2c', 5, connection)],
    overlapAcross: [spot('c2s', 6, connection), spot('s2c', 6, connection)],
    unasked: [spot('s2c', 7, connection)],
    second: [spot('c2s', 2, connection)],
  },
});

export const measured = (
  question: string,
  groups: ConnectionGroup[],
  ...damage: Damage['kind'][]
): Measurement => ({
  question,
  facts: {
    connections: 0,
    exchanges: 0,
    messages: { c2s: 0, s2c: 0 },
    exchangesPerConnection: [],
    reusedExchanges: 0,
    turnarounds: 0,
    switchBacks: 0,
    overlaps: 0,
    crossings: 0,
    unasked: 0,
    maxConcurrentExchanges: 0,
    newConnections: {},
    protocol: null,
  },
  groups,
  damage: damage.map((kind) => ({
    kind,
    connection: 1,
    reason: reason('as-told', { Text: 'port 8080, 17 bytes' }),
  })),
  varying: measure('nothing').conclusion({ seq: 0, at: 0 }).varying,
});

export const once = group({ nextElsewhere: true });
export const reused = group({ exchanges: 2 }, 2);
export const both = group({ exchanges: 2, overlap: true, overlapAcross: true }, 3);
export const silent = group({ c2s: false, s2c: false, exchanges: 0 }, 4);
