/**
 * Keeps the connections of several recordings apart. All of them begin at the same time in a capture, so that two of
 * different recordings that have both addresses and both ports in common would be read as one.
 */
import type { Ends } from './synthesis.ts';

/** The ends to write for a connection of that recording: a client port that another has towards this server is given away no more. */
export function manyRecordings(): (recording: number, ends: Ends) => Ends {
  const owners = new Map<string, string>();
  return (recording, ends) => {
    const { client } = ends;
    // One that was moved must not meet another of its own recording, either.
    const self = `${recording} ${nameOf(ends)}`;
    for (let nth = 0; nth < ports; nth++) {
      // Downwards, and round: the next above is likely to be the next connection's.
      const port = ((client.port - 1 - nth + ports) % ports) + 1;
      const there = { ...ends, client: { ...client, port } };
      const owner = owners.get(nameOf(there)) ?? self;
      if (owner !== self) continue;
      owners.set(nameOf(there), self);
      return there;
    }
    return ends;
  };
}

/** From 1 to 65,535; 0 is nobody's. */
const ports = 65_535;

const nameOf = ({ client, server }: Ends): string =>
  [client, server].map(({ address, port }) => `${Buffer.from(address).toString('hex')} ${port}`).join(' ');
