/** UDP has no connections (RFC 768): a flow is an address pair, its client who sent first, and it is over after two silent minutes. */
import type { Slice } from '../model/slice.ts';
import type { Address, Direction } from '../model/trace.ts';
import type { EventListener, EventOrder } from './events.ts';
import { hostOf } from './paths.ts';

export interface Datagram {
  source: number;
  destination: number;
  sender(): Address;
  receiver(): Address;
  /** The captured part of it, lent. */
  slice: Slice;
  length: number;
}

/** RFC 4787 §4.3 lets a translator forget a flow after as much. */
const silence = 120e9;
const lostAtMost = 10_000;

export function createUdpFlows(order: EventOrder, isServer: (endpoint: number) => boolean) {
  /** Those that were heard last stand last. */
  const flows = new Map<string, Flow>();
  /** When a datagram that could not be read last went from this host to that: its port may not be known. */
  const lost = new Map<string, number>();
  let lostAnywhere = Number.NEGATIVE_INFINITY;

  function lose(source: number, destination: number): void {
    lost.set(`${source} ${destination}`, order.at);
    if (lost.size <= lostAtMost) return;
    lost.clear();
    lostAnywhere = order.at;
  }

  /** Datagrams have no numbers: only what could not be read tells that one is missing. */
  function emitLost({ connection, emit, hosts, begun }: Flow): void {
    for (const direction of ['c2s', 's2c'] as const) {
      const last = Math.max(lost.get(hosts[direction]) ?? lostAnywhere, lostAnywhere);
      if (last >= begun - silence)
        emit({ type: 'gap', seq: ++order.seq, at: order.at, connection, direction, length: null });
    }
  }

  function close(key: string, flow: Flow): void {
    const { connection, emit } = flow;
    flows.delete(key);
    emitLost(flow);
    emit({ type: 'close', seq: ++order.seq, at: order.at, connection });
  }

  function open(key: string, { source, destination, sender, receiver }: Datagram): Flow {
    const fromClient = !isServer(source) || isServer(destination);
    const [from, to] = fromClient ? [sender(), receiver()] : [receiver(), sender()];
    const connection = ++order.connections;
    const emit = order.opened({
      type: 'open',
      seq: ++order.seq,
      at: order.at,
      connection,
      transport: 'udp',
      front: { client: from, tap: to },
      back: { tap: null, server: to },
      control: false,
    });
    const [near, far] = fromClient ? [source, destination] : [destination, source];
    const [client, server] = [hostOf(near), hostOf(far)];
    const hosts = { c2s: `${client} ${server}`, s2c: `${server} ${client}` };
    const flow = { connection, emit, client: near, hosts, begun: order.at, heard: order.at };
    flows.set(key, flow);
    return flow;
  }

  return {
    take(datagram: Datagram): void {
      const { source, destination, slice, length } = datagram;
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
      const { connection, emit } = flow;
      emit({ type: 'lent', seq: ++order.seq, at: order.at, connection, direction, slice });
      const missing = length - (slice.to - slice.from);
      if (missing > 0)
        emit({ type: 'gap', seq: ++order.seq, at: order.at, connection, direction, length: missing });
    },
    /** A datagram between these endpoints could not be read; null: nobody knows between which. */
    lost(source: number | null, destination: number | null): void {
      if (source === null || destination === null) lostAnywhere = order.at;
      else lose(hostOf(source), hostOf(destination));
    },
    finish(damaged: boolean): void {
      for (const flow of flows.values()) emitLost(flow);
      if (!damaged) return;
      for (const { connection, emit } of flows.values())
        for (const direction of ['c2s', 's2c'] as const)
          emit({ type: 'gap', seq: ++order.seq, at: order.at, connection, direction, length: null });
    },
  };
}

interface Flow {
  connection: number;
  emit: EventListener;
  client: number;
  /** Of its ends, as lost ones are looked up. */
  hosts: Record<Direction, string>;
  begun: number;
  /** When its last datagram came. */
  heard: number;
}
