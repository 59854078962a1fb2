/** Puts IP packets into frames, tags, labels and tunnels, apart from src. */
import { ip, udpOf } from '../build.ts';

export type Wrap = (packet: Buffer) => Buffer;

export const bytes = (...values: number[]): Buffer => Buffer.from(values);
const half = (value: number): Buffer => bytes(value >> 8, value & 255);
const word = (value: number): Buffer => Buffer.concat([half(value >>> 16), half(value & 0xffff)]);
export const behind =
  (...head: Buffer[]): Wrap =>
  (packet) =>
    Buffer.concat([...head, packet]);

const isIpv6 = (packet: Buffer): boolean => (packet[0] ?? 0) >> 4 === 6;
export const typeOf = (packet: Buffer): number => (isIpv6(packet) ? 0x86dd : 0x0800);

/** The outer ends of every tunnel here. */
export const near = [192, 0, 2, 1];
export const far = [192, 0, 2, 2];
const near6 = [0x20, 1, 0xd, 0xb8, ...Array.from({ length: 11 }, () => 9), 1];
const far6 = [0x20, 1, 0xd, 0xb8, ...Array.from({ length: 11 }, () => 9), 2];

/** An Ethernet frame with this type, between addresses of which the first begins with this byte. */
export const frame =
  (type: number, first = 2): Wrap =>
  (content) =>
    Buffer.concat([bytes(first, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1), half(type), content]);
export const ethernet: Wrap = (packet) => frame(typeOf(packet))(packet);

/** A tag of this type in front of what has that type. */
export const tagged = (content: Buffer, type: number, tag = 7): Buffer =>
  Buffer.concat([half(tag), half(type), content]);
export const labelled = (content: Buffer, ...labels: number[]): Buffer =>
  Buffer.concat([
    ...labels.map((label, nth) => word(label * 0x1000 + (nth === labels.length - 1 ? 0x100 : 0) + 64)),
    content,
  ]);

export const inIpv4 =
  (protocol: number, to = far): Wrap =>
  (content) =>
    ip(near, to, protocol, content);
export const inIpv6 =
  (protocol: number): Wrap =>
  (content) =>
    ip(near6, far6, protocol, content);
export const inUdp =
  (port: number, from = 50_000): Wrap =>
  (content) =>
    udpOf([near, from], [far, port], content);

export const ppp: Wrap = (packet) => Buffer.concat([half(isIpv6(packet) ? 0x57 : 0x21), packet]);
export const pppoe: Wrap = (packet) => {
  const content = ppp(packet);
  return Buffer.concat([bytes(0x11, 0, 0, 5), half(content.length), content]);
};
export const snap: Wrap = (packet) =>
  Buffer.concat([bytes(0xaa, 0xaa, 3, 0, 0, 0), half(typeOf(packet)), packet]);

/** `flags` of the first 16 bits, with the fields that they announce. */
export const gre =
  (type: number, flags = 0): Wrap =>
  (content) => {
    const fields = [0x8000, 0x2000, 0x1000].filter((bit) => (flags & bit) !== 0).map(() => word(0x01020304));
    return Buffer.concat([half(flags), half(type), ...fields, content]);
  };
export const pptp: Wrap = (packet) => {
  const content = Buffer.concat([bytes(0xff, 3), ppp(packet)]);
  return Buffer.concat([
    half(0x3081),
    half(0x880b),
    half(content.length),
    half(9),
    word(1),
    word(2),
    content,
  ]);
};
export const erspan2: Wrap = (packet) => behind(half(0x1005), half(9), word(3))(ethernet(packet));
export const erspan3 =
  (last: number): Wrap =>
  (content) =>
    behind(
      half(0x2005),
      half(9),
      word(77),
      half(0),
      half(last),
      ...(last % 2 === 1 ? [word(0), word(0)] : []),
    )(content);

export const vxlan = (content: Buffer, head = bytes(8, 0, 0, 0, 0, 0, 5, 0)): Buffer =>
  Buffer.concat([head, content]);
export const geneve = (content: Buffer, type: number, options = 0): Buffer =>
  Buffer.concat([bytes(options, 0), half(type), bytes(0, 0, 5, 0), Buffer.alloc(4 * options, 0x45), content]);
/** `extensions`: how many, of eight bytes each. */
export const gtp = (content: Buffer, extensions = 0): Buffer => {
  const rest = Buffer.concat([
    ...(extensions > 0 ? [bytes(0, 1, 0, 0x85)] : []),
    ...Array.from({ length: extensions }, (_, nth) =>
      bytes(2, 0x10, 5, 0, 0, 0, 0, nth === extensions - 1 ? 0 : 0x85),
    ),
    content,
  ]);
  return Buffer.concat([bytes(extensions > 0 ? 0x34 : 0x30, 255), half(rest.length), word(0xabcd), rest]);
};
export const l2tp: Wrap = (packet) => {
  const content = ppp(packet);
  return Buffer.concat([half(0x4002), half(8 + content.length), half(3), half(4), content]);
};
export const tzsp: Wrap = (packet) => Buffer.concat([bytes(1, 0, 0, 1, 0x0a, 1, 9, 0, 1), ethernet(packet)]);

/** NFLOG: a family, then a prefix and the packet, in either byte order. */
export const nflog =
  (little: boolean): Wrap =>
  (packet) => {
    const value = (type: number, content: Buffer) => {
      const head = Buffer.alloc(4);
      little ? head.writeUInt16LE(content.length + 4) : head.writeUInt16BE(content.length + 4);
      little ? head.writeUInt16LE(type, 2) : head.writeUInt16BE(type, 2);
      return Buffer.concat([head, content, Buffer.alloc((4 - (content.length % 4)) % 4)]);
    };
    return Buffer.concat([
      bytes(isIpv6(packet) ? 10 : 2, 0, 0, 30),
      value(10, bytes(0x78, 0)),
      value(9, packet),
    ]);
  };

/** IEEE 802.11 data, with these two bytes of control. */
export const wireless =
  (control: number, flags: number, extra = 0): Wrap =>
  (packet) =>
    Buffer.concat([bytes(control, flags), Buffer.alloc(22 + extra), snap(packet)]);
