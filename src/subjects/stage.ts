/** What a subject's own script is given: a place to put its tap, and the means to force an order. */
import type { Address, TraceEvent } from '../model/trace.ts';
import type { Gate } from '../wire/gate.ts';
import type { Mark } from '../wire/recorder.ts';
import type { Scope } from '../wire/scope.ts';
import type { Tap, TapOptions } from '../wire/tap.ts';
import type { UnixTap } from '../wire/unix-tap.ts';
import type { Target } from './target.ts';

export type { Tap };

export interface Stage {
  scope: Scope;
  trace: readonly TraceEvent[];
  /** Opens a tap before a server. */
  tap(to: Address, options?: StageTap): Promise<Tap>;
  /** The same between datagram sockets; see `wire/udp-tap.ts`. Returns the address to send to. */
  udpTap(to: Target): Promise<Target>;
  /** The same in front of a Unix-domain socket. */
  unixTap(path: string): Promise<Pick<UnixTap, 'path' | 'withhold'>>;
  mark(mark: Mark): Promise<TraceEvent>;
  /** Closes a gate. The figures stand in the trace. */
  gate(of: string, figures?: GateFigures): Promise<Gate>;
  /** Resolves after so long, unless all is over before. */
  pause(milliseconds: number): Promise<void>;
  /** Resolves with the first event, past or to come, that the tap saw and that fits. */
  seen(fits: (event: TraceEvent) => boolean): Promise<TraceEvent>;
}

export interface GateFigures {
  /** How many graces must pass before it is released by hand, where that is not as many as usual. */
  graces?: number;
  /** Which of several attempts it belongs to. */
  nth?: number;
}

/** What a tap on the stage is, beside its server. */
export interface StageTap extends Pick<TapOptions, 'at' | 'side' | 'tls'> {
  /** Performs one control exchange with the server, for the grace. */
  control?: (to: Target, scope: Scope) => (nth: string) => Promise<unknown>;
}

/** One way of using a subject, from its first byte to its last. */
export type Performance = (stage: Stage) => Promise<void>;
