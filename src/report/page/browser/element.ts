/** Elements with a class, and text only ever as text. */

export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  kind: string,
  text?: string,
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.className = kind;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Hidden from assistive technology: what it shows is said elsewhere. */
export function mark(kind: string, text = ''): HTMLElement {
  const made = element('i', kind, text);
  made.setAttribute('aria-hidden', 'true');
  return made;
}

/** By shares of the whole width, so that zooming is widening. */
export const putAt = (made: HTMLElement, left: number, right: number | null, width: number): void => {
  made.style.cssText =
    right === null
      ? `left:${(100 * left) / width}%`
      : `left:${(100 * left) / width}%;width:${(100 * (right - left)) / width}%`;
};
