/**
 * What a result carries so that it can be merged with others (`read --mergeable`): of each capture what its connections told
 * of more than themselves, and the packets of those that touch its edges. Times in nanoseconds since 1970, as text.
 */
export interface Part {
  /** In the order in which they were recorded. */
  files: PartFile[];
  first: string;
  /** When the last packet was seen, nanoseconds later; null where there is none. */
  last: number | null;
  packets: number;
  /** Ports that were named as servers'. */
  ports: number[];
  isDamaged: boolean;
  /** Of which nothing could be made, by kind; and read with a wrong IPv4 header checksum. */
  unread: { kind: string; packets: number }[];
  wrongHeaders: number;
  interfaces: { link: number; name: string | null }[];
  servers: { target: string; on: string | null }[];
  /** A line for each step: the number of its server, and the step. gzip, base64. */
  steps: string;
  /** Packets of connections that begin before or end after it, and all that is not TCP. gzip, base64; null: not carried. */
  edges: string | null;
  /** Why not; then the steps are those of all connections, each end of the record being an end of theirs. */
  uncarried: Uncarried | null;
}

export type Uncarried = 'size' | 'checksums';

/** What tells which files are one capture, as a scan of it found it. */
export interface PartFile {
  /** Its name, without a folder. */
  base: string;
  kind: string;
  packets: number;
  length: number;
  first: string;
  earliest: string;
  latest: string;
  longestPause: number;
  disorder: number;
  isDamaged: boolean;
  /** The beginnings of its first and last packets. */
  head: PartPacket[];
  tail: PartPacket[];
}

/** `bytes` in base64; `length` of the packet on the wire. */
export interface PartPacket {
  link: number;
  bytes: string;
  length: number;
}
