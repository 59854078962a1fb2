/** The servers of captures, each measured as one stream: what was seen of one adds up, whatever capture it is in. */
import { measureStream, type StreamMeasurement } from '../../assess/observe.ts';
import type { CaptureInterface } from '../../capture/packets/packet.ts';
import type { LabReport } from '../../model/report.ts';
import type { Address, OpenEvent } from '../../model/trace.ts';
import type { PartWriter } from './parts/writer.ts';

export interface Server {
  /** Its address, in the notation of URLs. */
  target: string;
  /** The interface, where the file names it: that tells apart what only shares an address. */
  on: string | null;
}

export interface Servers {
  of(server: Server): StreamMeasurement;
  /** A number for a client that is one in this capture alone. */
  clientIn(capture: number, client: Address): number;
  /** In the order in which they were first seen; asked for once. */
  reports(): LabReport[];
}

/** `part`: what is told of them is written down. `follows`: some connections are counted elsewhere. */
export function seenServers({
  part,
  follows = false,
}: {
  part?: PartWriter;
  follows?: boolean;
} = {}): Servers {
  const servers = new Map<string, StreamMeasurement>();
  const clients = new Map<string, number>();
  return {
    of(server) {
      const key = `${server.target} ${server.on ?? ''}`;
      const known = servers.get(key);
      if (known !== undefined) return known;
      const journal = part === undefined ? {} : { journal: part.journal(server) };
      const begun = measureStream({ lab: 'read', ...server, follows, ...journal });
      servers.set(key, begun);
      return begun;
    },
    clientIn(capture, client) {
      const key = `${capture} ${'path' in client ? client.path : client.host}`;
      const number = clients.get(key) ?? clients.size + 1;
      clients.set(key, number);
      return number;
    },
    reports: () => [...servers.values()].map((server) => server.report()),
  };
}

export function serverOf({ transport, back }: OpenEvent, on: CaptureInterface): Server {
  const target = addressText(back.server);
  return { target: transport === 'udp' ? `${target}/udp` : target, on: on.name };
}

/** In the notation of URLs. */
export function addressText(address: Address): string {
  if ('path' in address) return address.path;
  return address.host.includes(':') ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
}
