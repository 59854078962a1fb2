import type { Peer } from '../../model/trace.ts';

/** Who says it; a hint that is not sure counts where nothing else tells, and the other side gives none. */
export interface Hint {
  peer: Peer;
  isSure: boolean;
}

export const client: Hint = { peer: 'client', isSure: true };
export const server: Hint = { peer: 'server', isSure: true };
