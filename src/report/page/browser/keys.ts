/** The keyboard in a picture: one stop a connection, arrows from message to message, + and − zoom. */
import type { Drawn } from './drawn.ts';

export function listenToKeys(page: Drawn): void {
  document.addEventListener('keydown', (event) => {
    const { target, key } = event;
    if (!(target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    const plot = page.plots.find(({ scroller }) => scroller.contains(target));
    if (!plot) return;
    if (key === '+' || key === '=') plot.zoomTo(plot.zoom * 1.5);
    else if (key === '-') plot.zoomTo(plot.zoom / 1.5);
    else if (key === '0') plot.zoomTo(1);
    else if (!move(target, key)) return;
    event.preventDefault();
  });
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement && target.classList.contains('bar')) select(target);
  });
}

function move(bar: HTMLElement, key: string): boolean {
  const list = bar.classList.contains('bar') ? bar.closest('[role=listbox]') : null;
  if (!list) return false;
  const bars = [...list.querySelectorAll<HTMLElement>('.bar')].sort(
    (a, b) => a.offsetLeft - b.offsetLeft || a.offsetTop - b.offsetTop,
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
  bars[Math.min(bars.length - 1, Math.max(0, next))]?.focus();
  return true;
}

/** The focused bar becomes its connection's stop in the order of focus. */
function select(bar: HTMLElement): void {
  const list = bar.closest('[role=listbox]');
  for (const other of list?.querySelectorAll<HTMLElement>('.bar[tabindex="0"]') ?? []) {
    other.tabIndex = -1;
    other.setAttribute('aria-selected', 'false');
  }
  bar.tabIndex = 0;
  bar.setAttribute('aria-selected', 'true');
}
