/** The keyboard in a picture: one stop a connection, arrows from message to message, + and − zoom. */
import type { Drawn } from './plot/drawn.ts';

export function listenToKeys(page: Drawn): void {
  document.addEventListener('keydown', (event) => {
    const { target, key } = event;
    if (!(target instanceof Element) || event.ctrlKey || event.metaKey || event.altKey) return;
    const plot = page.plots.find(({ scroller }) => scroller.contains(target));
    if (!plot) return;
    if (key === '+' || key === '=') plot.zoomTo(plot.zoom * 1.5);
    else if (key === '-') plot.zoomTo(plot.zoom / 1.5);
    else if (key === '0') plot.zoomTo(1);
    else if (!move(page, target, key)) return;
    event.preventDefault();
  });
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element && target.classList.contains('bar')) select(target);
  });
}

/** In the tap's order, whatever rows the messages stand in. */
function move(page: Drawn, bar: Element, key: string): boolean {
  const list = bar.classList.contains('bar') ? bar.closest('[role=listbox]') : null;
  if (!list) return false;
  const begin = (one: Element) => page.shownBy(one)?.message?.begin[0] ?? 0;
  const from = (one: Element) => page.shownBy(one)?.message?.from ?? 0;
  const bars: Element[] = [...list.querySelectorAll('.bar')].sort(
    (a, b) => begin(a) - begin(b) || from(a) - from(b),
  );
  const at = bars.indexOf(bar);
  const next = {
    ArrowRight: at + 1,
    ArrowDown: at + 1,
    ArrowLeft: at - 1,
    ArrowUp: at - 1,
    Home: 0,
    End: bars.length - 1,
  }[key];
  if (next === undefined) return false;
  const chosen = bars[Math.min(bars.length - 1, Math.max(0, next))];
  if (chosen instanceof HTMLElement || chosen instanceof SVGElement) chosen.focus();
  return true;
}

/** The focused bar becomes its connection's stop in the order of focus. */
function select(bar: Element): void {
  const list = bar.closest('[role=listbox]');
  for (const other of list?.querySelectorAll('.bar[tabindex="0"]') ?? []) {
    other.setAttribute('tabindex', '-1');
    other.setAttribute('aria-selected', 'false');
  }
  bar.setAttribute('tabindex', '0');
  bar.setAttribute('aria-selected', 'true');
}
