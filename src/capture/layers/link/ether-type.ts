/**
 * What an EtherType says that follows, down to the IP packet: VLAN tags (IEEE 802.1Q), MPLS (RFC 3032) with pseudowires
 * (RFC 4448), PPPoE (RFC 2516), PPP (RFC 1661), SNAP (RFC 1042), and frames within frames. All give the index of the IP
 * header, or the complement of the kind of what else there is.
 */
import { isSurelyIp, looksLikeIp } from '../ip.ts';
import { etherTypeKind, isNamed, isPoint, kind, llcKind, pppKind } from '../kinds.ts';

const ipv4 = 0x0800;
const ipv6 = 0x86dd;
const bridged = 0x6558;
/** 802.1Q, 802.1ad, and what was used before it. */
const vlanTags = new Set([0x8100, 0x88a8, 0x9100, 0x9200]);

/** So much may be around an IP packet: no real frame has as many tags and labels. */
export const deepest = 16;

/** `at`: where begins what has this type. */
export function carried(view: DataView, type: number, at: number, to: number, depth = deepest): number {
  if (type === ipv4 || type === ipv6) return at;
  if (depth === 0) return ~kind.deep;
  if (vlanTags.has(type)) return typed(view, at + 2, at + 4, to, depth - 1);
  switch (type) {
    case 0x8847:
    case 0x8848:
      return afterLabels(view, at, to, depth - 1);
    case 0x8864:
      return inSession(view, at, to, depth - 1);
    case 0x880b:
      return inPpp(view, at, to, depth - 1);
    case bridged:
      return inEthernet(view, at, to, depth - 1);
    case 0x88e7: // 802.1ah: a tag, then a whole frame
      return inEthernet(view, at + 4, to, depth - 1);
    case 0x8909: // a tag of Cisco's
      return typed(view, at + 4, at + 6, to, depth - 1);
    default:
      // What is no type is the length of the frame, IEEE 802.3.
      return type <= 1500 ? afterLlc(view, at, to, depth - 1) : ~etherTypeKind(type);
  }
}

/** The type stands here, and its content there. */
export function typed(view: DataView, typeAt: number, at: number, to: number, depth = deepest): number {
  return at > to ? ~kind.shortened : carried(view, view.getUint16(typeAt), at, to, depth);
}

export const inEthernet = (view: DataView, at: number, to: number, depth = deepest): number =>
  typed(view, at + 12, at + 14, to, depth);

/** IEEE 802.2, and SNAP in it: an organisation that is none, and an EtherType. */
export function afterLlc(view: DataView, at: number, to: number, depth = deepest): number {
  if (at + 3 > to) return ~kind.shortened;
  const point = view.getUint8(at);
  if (point === 0x06) return at + 3;
  if (point !== 0xaa || view.getUint8(at + 1) !== 0xaa) return ~llcKind(point);
  if (at + 8 > to) return ~kind.shortened;
  const organisation = view.getUint32(at + 2) & 0xffffff;
  return organisation === 0 || organisation === 0xf8
    ? typed(view, at + 6, at + 8, to, depth)
    : ~llcKind(point);
}

/** No label says what it leads to: IP is told by its version, and else it is a frame, with or without a control word. */
export function afterLabels(view: DataView, begin: number, to: number, depth = deepest): number {
  let at = begin;
  for (let label = 0; label < deepest; label++, at += 4) {
    if (at + 4 > to) return ~kind.shortened;
    if ((view.getUint8(at + 2) & 1) !== 0) return atBottom(view, at + 4, to, depth);
  }
  return ~kind.deep;
}

function atBottom(view: DataView, at: number, to: number, depth: number): number {
  if (at >= to) return ~kind.shortened;
  const isFrame = isKnownFrame(view, at, to);
  const nibble = view.getUint8(at) >> 4;
  if ((nibble === 4 || nibble === 6) && (!isFrame || isSurelyIp(view, at, to))) return at;
  const isControlled = nibble === 0 && isKnownFrame(view, at + 4, to);
  if (isControlled || isFrame) return inEthernet(view, isControlled ? at + 4 : at, to, depth);
  return ~etherTypeKind(0x8847);
}

/** Whether a frame begins here, by its type and by what follows that. It looks no deeper than past VLAN tags. */
export function isKnownFrame(view: DataView, at: number, to: number): boolean {
  let typeAt = at + 12;
  while (typeAt + 3 <= to) {
    const type = view.getUint16(typeAt);
    if (type === ipv4 || type === ipv6)
      return view.getUint8(typeAt + 2) >> 4 === (type === ipv4 ? 4 : 6) && looksLikeIp(view, typeAt + 2, to);
    if (!vlanTags.has(type)) return isNamed(type) || framed.has(type) || isLlc(view, typeAt, to);
    typeAt += 4;
  }
  return false;
}

const framed = new Set([0x8847, 0x8848, 0x8864, bridged, 0x88e7, 0x8909]);

/** A length that fits, and a service access point that is used. */
const isLlc = (view: DataView, lengthAt: number, to: number): boolean =>
  view.getUint16(lengthAt) <= Math.min(1500, to - lengthAt - 2) && isPoint(view.getUint8(lengthAt + 2));

/** A session's data; discovery and what else has a code is none. */
export function inSession(view: DataView, at: number, to: number, depth = deepest): number {
  if (at + 6 > to) return ~kind.shortened;
  return view.getUint16(at) === 0x1100 ? inPpp(view, at + 6, to, depth) : ~etherTypeKind(0x8863);
}

/** Address and control may be left out, and of a protocol's number the first byte, RFC 1661 §6.5, §6.6. */
export function inPpp(view: DataView, begin: number, to: number, depth = deepest): number {
  const isFramed = begin + 2 <= to && view.getUint16(begin) === 0xff03;
  const at = isFramed ? begin + 2 : begin;
  if (at + 2 > to) return ~kind.shortened;
  const isShort = (view.getUint8(at) & 1) !== 0;
  const protocol = isShort ? view.getUint8(at) : view.getUint16(at);
  const content = at + (isShort ? 1 : 2);
  if (protocol === 0x0021 || protocol === 0x0057) return content;
  if (protocol === 0x0281) return afterLabels(view, content, to, depth);
  return ~pppKind(protocol);
}
