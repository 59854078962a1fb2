/** Which protocols were spoken, and where first. */
import type { Protocols } from './sums.ts';

export const addProtocols = (
  all: Protocols,
  { connection, protocols }: { connection: number; protocols: readonly string[] },
): void => {
  for (const [place, protocol] of protocols.entries()) {
    const known = all.get(protocol);
    if (known === undefined || connection < known.connection) all.set(protocol, { connection, place });
  }
};
