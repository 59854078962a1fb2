/**
 * What connections tell of more than themselves, as plain data in the order in which it was told. Whoever follows the
 * steps of all connections comes to the very figures of whoever counted them: reading and merging have one fold.
 */
import type { Damage, Loss, Signalled, Times } from '../../model/facts.ts';
import type { HttpFields } from '../../model/message.ts';
import type { Fault } from '../../model/rules/fault.ts';
import type { OpenEvent, Peer, Position } from '../../model/trace.ts';
import type { Ended } from '../clients/new-connections.ts';
import type { Standing } from '../exchanges/exchanges.ts';
import type { ConnectionSums } from '../sums/sums.ts';

/** At the event of this `seq` and `at`, of the connection of this ordinal. */
export type Step = Position & { connection: number } & Told;

type Told =
  | { what: 'opened'; open: OpenEvent }
  | { what: 'stood'; standing: Standing; ended: Ended | null }
  | { what: 'begun'; begin: number; begun: Begun }
  /** `nth`: among the losses of its connection. */
  | { what: 'lost'; nth: number; loss: Loss; since: Position }
  | { what: 'answered'; nth: number }
  | { what: 'signal'; by: Peer; on: number; exchanges: number; signalled: Signalled }
  | { what: 'damaged'; damage: Damage }
  | { what: 'first'; who: string }
  | { what: 'fault'; fault: Fault }
  | { what: 'closed'; sums: ConnectionSums; times: TakenTimes };

/** Values of each, in milliseconds: what they add up to goes by no order. */
export type TakenTimes = Partial<Record<keyof Times, number[]>>;

/** An exchange. */
export interface Begun {
  /** How many had begun on the connection with it. */
  nth: number;
  /** Its record had no gap. */
  isSure: boolean;
  isProvisional: boolean;
  /** Of HTTP: its ordinal, its first byte, and what was asked for. */
  asked: { exchange: number; begin: Position; http: HttpFields } | null;
  /** The first request of the connection, where this is its first exchange. */
  first: HttpFields | null;
}

export interface Journal {
  add(step: Step): void;
}
