/**
 * Follows the steps of connections that were counted elsewhere: the totals become what they would have become had the
 * connections been counted here.
 */
import type { Loss } from '../../model/facts.ts';
import { addTo, type Position } from '../../model/trace.ts';
import type { ConnectionCount, Found } from '../connection-count.ts';
import { provenBy } from '../tally.ts';
import { beginEvent, openConnection, type Totals } from '../totals.ts';
import type { Begun, Step } from './step.ts';

/** Every position in a step is that of the reading that is followed into. */
export function follower(totals: Totals, found: Found): (step: Step) => void {
  const lines = new Map<number, Line>();

  function follow({ state, losses }: Line, step: Step): void {
    const { connection } = state;
    switch (step.what) {
      case 'opened':
      case 'fault':
        break;
      case 'stood':
        found.stood(state, step.standing, step.ended);
        break;
      case 'begun':
        begin(state, step.begin, step.begun, found);
        break;
      case 'lost': {
        const loss = { ...step.loss, connection };
        losses.set(step.nth, loss);
        found.lost(state, loss, step.since);
        break;
      }
      case 'answered': {
        const loss = losses.get(step.nth);
        if (loss !== undefined) found.answeredAfterAll(state, loss);
        break;
      }
      case 'signal':
        state.exchanges.begun = step.exchanges;
        found.signal(state, step.by, step.on, step.signalled);
        break;
      case 'damaged':
        found.damaged({ ...step.damage, connection });
        break;
      case 'first':
        found.first(connection, step.who);
        break;
      case 'closed': {
        const { one, bytes } = step.sums;
        const shows = Object.entries(one.shows).map(([shown, spots]) => [
          shown,
          spots.map((spot) => ({ ...spot, connection })),
        ]);
        for (const of of timeNames(step.times))
          for (const value of step.times[of] ?? []) found.time(state, of, value);
        addTo(totals.bytes, 'c2s', bytes.c2s);
        addTo(totals.bytes, 's2c', bytes.s2c);
        totals.open.delete(connection);
        lines.delete(connection);
        found.closed(state, {
          ...step.sums,
          one: { ...one, first: connection, shows: Object.fromEntries(shows) },
        });
        break;
      }
    }
  }

  return (step) => {
    beginEvent(totals, step);
    if (step.what === 'opened') openConnection(totals, { ...step.open, connection: step.connection });
    const state = totals.open.get(step.connection);
    const line = lines.get(step.connection) ?? (state && { state, losses: new Map() });
    if (line === undefined) return;
    lines.set(step.connection, line);
    follow(line, step);
  };
}

function begin(state: ConnectionCount, at: number, begun: Begun, found: Found): void {
  const { nth, isSure, isProvisional, asked, first } = begun;
  const { exchanges, connection } = state;
  exchanges.begun = nth;
  exchanges.http.past.request = first;
  state.proven = isSure ? null : provenBy(state.tally);
  state.provisional = isProvisional ? 'told' : null;
  const message = {
    ...{ connection, exchange: asked?.exchange ?? null },
    begin: asked?.begin ?? nowhere,
    ...(asked === null ? {} : { http: asked.http }),
  };
  found.exchangeBegun(state, at, message);
}

const nowhere: Position = { seq: 0, at: 0 };

const timeNames = <Name extends string>(times: Partial<Record<Name, unknown>>): Name[] =>
  Object.keys(times) as Name[];

interface Line {
  state: ConnectionCount;
  losses: Map<number, Loss>;
}
