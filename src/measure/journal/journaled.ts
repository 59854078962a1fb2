/** Writes down what connections tell while it is told on. */
import type { HttpFields } from '../../model/message.ts';
import type { OpenEvent, Position } from '../../model/trace.ts';
import type { Found } from '../connection-count.ts';
import type { Journal, Step, TakenTimes } from './step.ts';

export interface Journaled extends Found {
  opened(open: OpenEvent): void;
}

/** `latest`: the event that is being counted. */
export function journaled(found: Found, journal: Journal, latest: Readonly<Position>): Journaled {
  const lines = new Map<number, Line>();

  const lineOf = (connection: number): Line => {
    const known = lines.get(connection);
    if (known !== undefined) return known;
    const line: Line = { losses: new Map(), lost: 0, times: {} };
    lines.set(connection, line);
    return line;
  };
  const now = (connection: number) => ({ seq: latest.seq, at: latest.at, connection });
  const add = (step: Step): void => journal.add(step);

  return {
    opened: (open) => add({ ...now(open.connection), what: 'opened', open }),
    time(state, of, milliseconds) {
      const { times } = lineOf(state.connection);
      const known = times[of];
      if (known === undefined) times[of] = [milliseconds];
      else known.push(milliseconds);
      found.time(state, of, milliseconds);
    },
    damaged(damage) {
      found.damaged(damage);
      if (damage.connection !== 0) add({ ...now(damage.connection), what: 'damaged', damage });
    },
    lost(state, loss, since) {
      const { connection } = state;
      const line = lineOf(connection);
      const nth = line.lost++;
      line.losses.set(loss, nth);
      // What comes of it is found again by whoever follows.
      add({ ...now(connection), what: 'lost', nth, loss: { ...loss, again: null }, since });
      found.lost(state, loss, since);
    },
    answeredAfterAll(state, loss) {
      const nth = lineOf(state.connection).losses.get(loss);
      if (nth !== undefined) add({ ...now(state.connection), what: 'answered', nth });
      found.answeredAfterAll(state, loss);
    },
    signal(state, by, at, signalled) {
      const { connection, exchanges } = state;
      add({ ...now(connection), what: 'signal', by, on: at, exchanges: exchanges.begun, signalled });
      found.signal(state, by, at, signalled);
    },
    exchangeBegun(state, begin, message) {
      const { connection, exchanges, proven, provisional } = state;
      const { http, exchange } = message;
      const nth = exchanges.begun;
      const asked =
        http === undefined || exchange === null
          ? null
          : { exchange, begin: message.begin, http: asksFor(http) };
      const first = nth === 1 ? exchanges.http.past.request : null;
      add({
        ...{ ...now(connection), what: 'begun', begin },
        begun: {
          ...{ nth, isSure: proven === null, isProvisional: provisional !== null, asked },
          first: first && likenessOf(first),
        },
      });
      found.exchangeBegun(state, begin, message);
    },
    stood(state, standing, ended) {
      add({ ...now(state.connection), what: 'stood', standing, ended });
      found.stood(state, standing, ended);
    },
    first(connection, who) {
      add({ ...now(connection), what: 'first', who });
      found.first(connection, who);
    },
    closed(state, sums) {
      const { connection } = state;
      add({ ...now(connection), what: 'closed', sums, times: lineOf(connection).times });
      lines.delete(connection);
      found.closed(state, sums);
    },
  };
}

/** What is asked of a request that may repeat another. */
const asksFor = ({ version, method, path }: HttpFields): HttpFields => ({
  version,
  ...(method === undefined ? {} : { method }),
  ...(path === undefined ? {} : { path }),
});

/** What tells whether another connection could have carried it. */
const likenessOf = ({ version, method, upgrade }: HttpFields): HttpFields => ({
  version,
  ...(method === undefined ? {} : { method }),
  ...(upgrade === undefined ? {} : { upgrade }),
});

interface Line {
  losses: Map<object, number>;
  lost: number;
  times: TakenTimes;
}
