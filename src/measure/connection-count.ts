/** What is kept of one connection while it is counted, and who is told of what concerns more than it. */
import type { Damage, Loss, Signalled, Times } from '../model/facts.ts';
import type { Message, Opacity } from '../model/message.ts';
import type { Answers } from '../model/result.ts';
import type { Direction, Peer, Position } from '../model/trace.ts';
import type { Client } from './clients/clients.ts';
import type { Ended, Opening } from './clients/new-connections.ts';
import { emptyFlow, type Flow } from './crossing/flow.ts';
import { type Crossings, emptyCrossings } from './crossing/pairs.ts';
import type { EncryptedTalk } from './encrypted.ts';
import { type Exchanges, emptyExchanges, type Standing } from './exchanges/exchanges.ts';
import type { Notice } from './order.ts';
import type { Unproven } from './overlaps.ts';
import type { Push } from './pushes.ts';
import { emptySmallMap, type SmallMap } from './small-map.ts';
import type { ConnectionSums } from './sums/sums.ts';
import { emptyTally, type Proven, type Tally } from './tally.ts';
import { emptyTurnarounds, type Turnarounds } from './turnarounds.ts';

export const emptyConnectionCount = (
  connection: number,
  client: Client,
  opening: Opening,
  answers: Answers | null,
): ConnectionCount => ({
  connection,
  client,
  opening,
  buffered: [],
  overfull: false,
  unread: Number.POSITIVE_INFINITY,
  flow: emptyFlow(),
  crossings: emptyCrossings(),
  begun: 0,
  open: { c2s: emptySmallMap(), s2c: emptySmallMap() },
  openPushes: 0,
  pushes: new Map(),
  unproven: new Map(),
  tally: emptyTally(),
  turns: emptyTurnarounds(),
  exchanges: emptyExchanges(answers),
  standing: 'unused',
  proven: null,
  isUnsure: false,
  protocols: [],
  provisional: null,
  latestBegin: Number.NEGATIVE_INFINITY,
  opacity: null,
  talk: null,
});

/** Its record has no gap yet: what is not in it was not there, and what lies between two events did take so long. */
export const isWhole = ({ proven }: ConnectionCount): boolean => proven === null;

/** What is asked of a message with which an exchange begins. */
export type Asking = Pick<Message, 'connection' | 'exchange' | 'begin' | 'http'>;

/** Told of what concerns more than this connection. */
export interface Found {
  /** An exchange, by the time it is known to be one; `begin` is the `seq` of its first byte. */
  exchangeBegun(state: ConnectionCount, begin: number, message: Asking): void;
  damaged(damage: Damage): void;
  time(state: ConnectionCount, of: keyof Times, milliseconds: number): void;
  /** A request whose answer does not come, or breaks off, and where that is known. */
  lost(state: ConnectionCount, loss: Loss, since: Position): void;
  answeredAfterAll(state: ConnectionCount, loss: Loss): void;
  /** `at`: nanoseconds. */
  signal(state: ConnectionCount, by: Peer, at: number, what: Signalled): void;
  /** It can or cannot carry another exchange now; `ended`: it had carried one, and can carry no more. */
  stood(state: ConnectionCount, standing: Standing, ended: Ended | null): void;
  /** Who ended it, or sent the first FIN. */
  first(connection: number, who: string): void;
  closed(state: ConnectionCount, sums: ConnectionSums): void;
}

export interface ConnectionCount {
  connection: number;
  client: Client;
  /** What there was of the same client when it opened this one. */
  opening: Opening;
  /** Not counted yet, because something earlier may still be reported. */
  buffered: Notice[];
  /** More had to wait than is kept: since then it is counted as it is reported, whatever its order. */
  overfull: boolean;
  /** `seq` of the first byte that the dissector had read, before this event, and not reported; or Infinity. */
  unread: number;
  flow: Flow;
  crossings: Crossings;
  /** Messages begun so far: numbers them in order of beginning. */
  begun: number;
  open: Record<Direction, SmallMap<Message, number>>;
  openPushes: number;
  /** Those that the client may still refuse, counted apart. */
  pushes: Map<Message, Push>;
  /** Overlaps with messages that are open, as long as it is not known that these go on. */
  unproven: Unproven;
  tally: Tally;
  turns: Turnarounds;
  exchanges: Exchanges;
  standing: Standing;
  /** What the connection had shown when its record had a first gap; after it the order of events is not certain. */
  proven: Proven | null;
  /** Something crossed after which it is not sure where messages begin and end, or more than is followed. */
  isUnsure: boolean;
  /** What it was recognised as, one after another. */
  protocols: string[];
  /** As what it is read only until something says otherwise. */
  provisional: string | null;
  /** `seq` of the latest beginning of an exchange; where it is provisional, told of when it is so no longer. */
  latestBegin: number;
  /** Why nothing is read in its bytes, or in those that come. */
  opacity: Opacity | null;
  /** Where it is encrypted. */
  talk: EncryptedTalk | null;
}
