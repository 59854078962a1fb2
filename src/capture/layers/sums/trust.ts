/**
 * Which packets of a capture may be believed, by their checksums. What is wrong in a packet of a host that fills its
 * sums in was damaged: it is left out. What was never computed tells nothing.
 */

import type { IpPacket } from '../ip.ts';
import { kind } from '../kinds.ts';
import { checksumOf, isLeftToCard } from './checksum.ts';
import {
  areKept,
  createSums,
  type Host,
  isChecked,
  isLarge,
  mayBeKept,
  type Sums,
  type Way,
} from './hosts.ts';
import type { Checksum } from './sum.ts';

/** `doubt`: a datagram was read that may have been damaged, it is not known later than now; null: between anybody. */
export function createTrust(doubt: (way: Way | null) => void) {
  /** Of TCP and UDP, of all hosts. */
  const all = createSums();
  /** Of the headers of IPv4. */
  const headers = createSums();
  const doubted = new Set<Host>();
  let readWithWrongHeader = 0;

  function noteRight(host: Host, sums: Sums): void {
    sums.right += 1;
    all.right += 1;
    if (host.doubts.length > 0) settle(host);
  }

  /** Of a sum that is wrong, and was not left to the card. */
  function isDamaged(way: Way, sums: Sums, ip: IpPacket): boolean {
    const { host } = way;
    const kept = areKept(sums);
    sums.wrong += 1;
    if (sums === host.large) return kept;
    // Of a host that was hardly heard it is as with the others.
    const isProbablyKept = sums.right === 0 && mayBeKept(sums) && areKept(all);
    all.wrong += 1;
    if (kept || isProbablyKept || ip.protocol === 6) return kept || isProbablyKept;
    // It is read; and if it turns out that this host's sums are right, something else was in it.
    host.doubts.push(ip.headerSum === 'right' ? way : null);
    doubted.add(host);
    settle(host);
    return false;
  }

  function settle(host: Host): void {
    if (areKept(host.sums)) for (const way of host.doubts) doubt(way);
    else if (isChecked(host.sums)) return;
    host.doubts = [];
    doubted.delete(host);
  }

  /** Of an IPv4 header whose sum is wrong, where nothing else confirms what it says. */
  const headerMayBeWrong = (): boolean => !areKept(headers);

  return {
    /** To be told of every IPv4 header. */
    header(found: Checksum): void {
      if (found === 'none') return;
      if (found === 'right') headers.right += 1;
      else headers.wrong += 1;
    },
    /** Of a header around another, or of a fragment: there is no other sum to confirm it. */
    isOuterDamaged({ headerSum }: IpPacket): boolean {
      if (headerSum !== 'wrong') return false;
      if (!headerMayBeWrong()) return true;
      readWithWrongHeader += 1;
      return false;
    },
    /** 0 where a TCP segment or UDP datagram may be believed, else the kind of what is wrong. */
    judged(ip: IpPacket, view: DataView, way: Way): number {
      const { host, receiver } = way;
      const isTcp = ip.protocol === 6;
      const isWhole = ip.to - ip.from === ip.length;
      const hasSum = isTcp || view.getUint16(ip.from + 6) !== 0;
      const hasWrongHeader = ip.headerSum === 'wrong';
      const sums = isLarge(ip.length - 20, host, receiver) ? host.large : host.sums;
      const found = isWhole && hasSum && (isChecked(sums) || hasWrongHeader) ? checksumOf(ip, view) : null;
      if (hasWrongHeader) {
        // Its addresses and its length are in the other sum as well.
        const isConfirmed = found === 'right' || (hasSum && isLeftToCard(ip, view));
        if (!isConfirmed && !headerMayBeWrong()) return kind.ipv4Checksum;
        readWithWrongHeader += 1;
      }
      if (found === 'right') noteRight(host, sums);
      else if (found === 'wrong' && isDamaged(way, sums, ip))
        return isTcp ? kind.tcpChecksum : kind.udpChecksum;
      return 0;
    },
    /** Gives how many packets were read although the sum of their IPv4 header is wrong. */
    end(): number {
      // Who was heard so little that all of it may have been damaged, where sums are right elsewhere.
      if (areKept(all)) for (const { sums } of doubted) if (mayBeKept(sums)) doubt(null);
      return readWithWrongHeader;
    },
  };
}

export type Trust = ReturnType<typeof createTrust>;
