/**
 * What both directions of an HTTP/1.x connection share: the requests that wait for their responses, which come in the
 * same order (RFC 9112 §9.3.2), and with them whether an upgrade is requested (RFC 9110 §7.8, §9.3.6).
 */
import type { MessageListener } from '../../model/message.ts';
import type { Counts } from '../counts.ts';
import { createDirectionState, type DirectionState, type State } from './state.ts';

export interface Http1Connection {
  /** Of the connection in the trace. */
  ordinal: number;
  listener: MessageListener;
  counts: Counts;
  c2s: DirectionState;
  s2c: DirectionState;
  /** In the order of the requests. */
  outstanding: Exchange[];
  /** The last request that has its final response. */
  responded: number;
  /** So many requests had no response that those which followed were counted, and not kept. */
  isOverfull: boolean;
  /** The request that was begun last. */
  latest: Exchange | null;
  /** What the connection speaks has been reported. */
  isProtocolReported: boolean;
  /** The record has a gap, so that bytes which make no sense are nobody's fault. */
  isGapped: boolean;
}

/** A request and, once it has come, its final response. */
export interface Exchange {
  ordinal: number;
  method: string;
  /** 1 in HTTP/1.1. */
  minor: number;
  upgrade: Upgrade;
  /** The protocols that it offers to go on with, as in its Upgrade field. */
  offered: string;
  /** The value of its HTTP2-Settings, RFC 7540 §3.2.1. */
  settings: string;
}

/** Of Upgrade and CONNECT: whether what follows is still HTTP/1.x. */
export type Upgrade = 'none' | 'requested' | 'refused' | 'accepted';

export const createConnection = (
  ordinal: number,
  listener: MessageListener,
  counts: Counts,
): Http1Connection => ({
  ordinal,
  listener,
  counts,
  c2s: createDirectionState('c2s'),
  s2c: createDirectionState('s2c'),
  outstanding: [],
  responded: 0,
  isOverfull: false,
  latest: null,
  isProtocolReported: false,
  isGapped: false,
});

/** What a direction reads after a message that is whole. */
export function afterMessage({ latest }: Http1Connection, direction: DirectionState): State {
  if (latest?.upgrade === 'accepted') return 'upgraded';
  return latest?.upgrade === 'requested' && direction.name === 'c2s' ? 'buffering' : 'between messages';
}

/** Reports what the connection speaks, once: the lower of the versions of both sides, RFC 9110 §6.2. */
export function reportProtocol(connection: Http1Connection, minor: number): void {
  if (connection.isProtocolReported) return;
  connection.isProtocolReported = true;
  connection.listener.protocol(connection.ordinal, minor === 0 ? 'HTTP/1.0' : 'HTTP/1.1');
}

/** There will be no response: then the version of the request is all there is. */
export function reportRequestProtocol(connection: Http1Connection): void {
  if (connection.latest !== null) reportProtocol(connection, connection.latest.minor);
}
