/** Frames of IEEE 802.11 that are not encrypted: a header whose length its first two bytes tell, then IEEE 802.2. */

import { kind } from '../kinds.ts';
import { afterLlc } from './ether-type.ts';

/** radiotap.org: its length stands third, little endian. */
export function inRadio(view: DataView, from: number, to: number): number {
  if (from + 4 > to) return ~kind.shortened;
  const length = view.getUint16(from + 2, true);
  return length < 8 ? ~kind.damaged : inWireless(view, from + length, to);
}

export function inWireless(view: DataView, from: number, to: number): number {
  if (from + 24 > to) return ~kind.shortened;
  const control = view.getUint8(from);
  const flags = view.getUint8(from + 1);
  // Of version 0, data, with content.
  if ((control & 0x4f) !== 0x08) return ~kind.control;
  if ((flags & 0x40) !== 0) return ~kind.encrypted;
  // A frame in pieces is not put together.
  if ((flags & 0x04) !== 0 || (view.getUint8(from + 22) & 0x0f) !== 0) return ~kind.pieces;
  const hasFourthAddress = (flags & 0x03) === 0x03;
  const hasQuality = (control & 0x80) !== 0;
  const quality = from + 24 + (hasFourthAddress ? 6 : 0);
  const at = quality + (hasQuality ? 2 : 0) + (hasQuality && (flags & 0x80) !== 0 ? 4 : 0);
  if (at > to) return ~kind.shortened;
  if (hasQuality && (view.getUint8(quality) & 0x80) !== 0) return ~kind.aggregated;
  return afterLlc(view, at, to);
}
