/** How addresses are written. */

/** In the notation of RFC 5952, as Node prints addresses. */
export function addressText(view: DataView, at: number, version: 4 | 6): string {
  if (version === 4) return [0, 1, 2, 3].map((nth) => view.getUint8(at + nth)).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => view.getUint16(at + 2 * index).toString(16));
  const zeros = [
    ...groups
      .map((group) => (group === '0' ? '0' : 'x'))
      .join('')
      .matchAll(/00+/g),
  ];
  const longest = zeros.reduce<RegExpExecArray | null>(
    (best, run) => (best === null || run[0].length > best[0].length ? run : best),
    null,
  );
  if (longest === null) return groups.join(':');
  const end = longest.index + longest[0].length;
  return `${groups.slice(0, longest.index).join(':')}::${groups.slice(end).join(':')}`;
}
