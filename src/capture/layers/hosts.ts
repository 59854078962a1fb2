/**
 * Whether a packet's checksum may be believed. Many hosts leave checksums to the network card, and a capture on such
 * a host holds packets without them; where they are kept, a wrong one means that the packet was damaged (RFC 9293 §3.1).
 */
export interface Host {
  right: number;
  wrong: number;
}

export const createHost = (): Host => ({ right: 0, wrong: 0 });

/** Once it is plain that a host does not fill checksums in, there is no need to look. */
export const isChecked = ({ right, wrong }: Host): boolean => wrong < 16 || right > wrong;

/** Notes whether a packet of this host is right; false where it is damaged. */
export function isIntact(host: Host, holds: boolean): boolean {
  const keepsSums = host.right >= 2 && host.right >= 4 * host.wrong;
  if (holds) host.right += 1;
  else host.wrong += 1;
  return holds || !keepsSums;
}
