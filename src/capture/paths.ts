/**
 * From where to where a packet goes. Packets mostly take one of the last few paths: those are found by comparing
 * their addresses and ports as they lie in the headers.
 */
import type { Address, Direction } from '../model/trace.ts';
import { addressText } from './layers/address.ts';
import type { IpPacket } from './layers/ip.ts';
import { createHost, type Host } from './layers/sums/hosts.ts';
import type { Tcp } from './tcp/connection.ts';

/** One way between two endpoints. An endpoint is an address and a port in one number. */
export interface Path {
  source: number;
  destination: number;
  /** The sender. */
  host: Host;
  receiver: Host;
  /** The TCP connection that went this way last, and its direction that this is. */
  connection: Tcp | null;
  direction: Direction;
  /** Both ports, then both addresses, as they lie in the headers. */
  words: Int32Array;
}

/** A power of two. */
const recentAtMost = 1024;

/** What it is asked for has at least the ports of its TCP or UDP header. */
export function createPathTable() {
  const recent: (Path | undefined)[] = [];
  const hosts = new Map<number, Host>();
  const numbers = new Map<string, number>();

  /** An address as one number, which is faster to look up than a text. */
  function addressNumber(ip: IpPacket, view: DataView, at: number): number {
    if (ip.version === 4) return view.getUint32(at);
    return numberOf(addressText(view, at, 6));
  }

  function numberOf(text: string): number {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    const number = 0x1_0000_0000 + numbers.size;
    numbers.set(text, number);
    return number;
  }

  function hostAt(address: number): Host {
    const known = hosts.get(address);
    if (known !== undefined) return known;
    const host = createHost();
    hosts.set(address, host);
    return host;
  }

  return {
    /** Of an address with a port. */
    endpoint(address: Address): number {
      if ('path' in address) return -1;
      const words = address.host.includes(':') ? null : address.host.split('.').map(Number);
      const number =
        words === null ? numberOf(address.host) : words.reduce((sum, word) => sum * 256 + word, 0);
      return number * 0x10000 + address.port;
    },
    /** The endpoints of a packet of which only the addresses are known, with the port 0. */
    hosts(ip: IpPacket, view: DataView): [source: number, destination: number] {
      const ofSender = addressNumber(ip, view, ip.source);
      return [ofSender * 0x10000, addressNumber(ip, view, ip.destination) * 0x10000];
    },
    find(ip: IpPacket, view: DataView): Path {
      const place = placeOf(ip, view);
      const known = recent[place];
      if (known !== undefined && isAlong(known, ip, view)) return known;
      const source = addressNumber(ip, view, ip.source);
      const destination = addressNumber(ip, view, ip.destination);
      const path: Path = {
        source: source * 0x10000 + view.getUint16(ip.from),
        destination: destination * 0x10000 + view.getUint16(ip.from + 2),
        host: hostAt(source),
        receiver: hostAt(destination),
        connection: null,
        direction: 'c2s',
        words: wordsOf(ip, view),
      };
      recent[place] = path;
      return path;
    },
  };
}

export const portOf = (endpoint: number): number => endpoint % 0x10000;

/** The number of its address. */
export const hostOf = (endpoint: number): number => Math.floor(endpoint / 0x10000);

/** Port numbers stand first in TCP's and in UDP's header. */
export function addressOf(ip: IpPacket, view: DataView, ofSender: boolean): Address {
  const host = addressText(view, ofSender ? ip.source : ip.destination, ip.version);
  return { host, port: view.getUint16(ofSender ? ip.from : ip.from + 2) };
}

/** Both addresses stand one behind the other, in IPv4 and in IPv6. */
const wordsIn = ({ version }: IpPacket): number => 1 + (version === 4 ? 2 : 8);

const wordsOf = (ip: IpPacket, view: DataView): Int32Array =>
  Int32Array.from({ length: wordsIn(ip) }, (_, nth) =>
    view.getInt32(nth === 0 ? ip.from : ip.source + 4 * (nth - 1)),
  );

function isAlong({ words }: Path, ip: IpPacket, view: DataView): boolean {
  if (words.length !== wordsIn(ip) || words[0] !== view.getInt32(ip.from)) return false;
  for (let nth = 1; nth < words.length; nth++)
    if (words[nth] !== view.getInt32(ip.source + 4 * (nth - 1))) return false;
  return true;
}

/** The upper bits of a product by an odd constant, which spreads ports that count upwards. */
function placeOf(ip: IpPacket, view: DataView): number {
  const mixed = view.getInt32(ip.from) ^ Math.imul(view.getInt32(ip.destination - 4), 5);
  return (Math.imul(mixed, 0x9e37_79b1) >>> 20) & (recentAtMost - 1);
}
