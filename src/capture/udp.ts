/** UDP has no connections (RFC 768): a flow is an address pair, its client who sent first, and it is over after two silent minutes. */
import type { Piece } from '../model/piece.ts';
import type { Address, Direction } from '../model/trace.ts';
import type { EventListener, Order } from './tcp.ts';

export interface Datagram {
  source: number;
  destination: number;
  sender(): Address;
  receiver(): Address;
  /** The captured part of it, lent. */
  piece: Piece;
  length: number;
}

/** RFC 4787 §4.3 lets a translator forget a flow after as much. */
const silence = 120e9;

export function udpFlows(order: Order, isServer: (endpoint: number) => boolean) {
  /** Those that were heard last stand last. */
  const flows = new Map<string, Flow>();

  function close(key: string, { connection, tell }: Flow): void {
    flows.delete(key);
    tell({ type: 'close', seq: ++order.seq, at: order.at, connection });
  }

  function open(key: string, { source, destination, sender, receiver }: Datagram): Flow {
    const fromClient = !isServer(source) || isServer(destination);
    const client = fromClient ? sender() : receiver();
    const server = fromClient ? receiver() : sender();
    const connection = ++order.connections;
    const tell = order.opened({
      type: 'open',
      seq: ++order.seq,
      at: order.at,
      connection,
      transport: 'udp',
      front: { client, tap: server },
      back: { tap: null, server },
      control: false,
    });
    const flow = { connection, tell, client: fromClient ? source : destination, heard: order.at };
    flows.set(key, flow);
    return flow;
  }

  return {
    take(datagram: Datagram): void {
      const { source, destination, piece, length } = datagram;
      for (const [key, flow] of flows) {
        if (flow.heard + silence > order.at) break;
        close(key, flow);
      }
      const key = source < destination ? `${source} ${destination}` : `${destination} ${source}`;
      const flow = flows.get(key) ?? open(key, datagram);
      flow.heard = order.at;
      flows.delete(key);
      flows.set(key, flow);
      const direction: Direction = flow.client === source ? 'c2s' : 's2c';
      const { connection, tell } = flow;
      tell({ type: 'lent', seq: ++order.seq, at: order.at, connection, direction, piece });
      const missing = length - (piece.to - piece.from);
      if (missing > 0)
        tell({ type: 'gap', seq: ++order.seq, at: order.at, connection, direction, length: missing });
    },
    finish(damaged: boolean): void {
      if (!damaged) return;
      for (const { connection, tell } of flows.values())
        for (const direction of ['c2s', 's2c'] as const)
          tell({ type: 'gap', seq: ++order.seq, at: order.at, connection, direction, length: null });
    },
  };
}

interface Flow {
  connection: number;
  tell: EventListener;
  client: number;
  /** When its last datagram came. */
  heard: number;
}
