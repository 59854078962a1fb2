/** The switch between order and time, and zooming: by buttons all pictures, by Ctrl and the wheel the one under the pointer. */
import type { Drawn } from './drawn.ts';

export function listenToScale(page: Drawn): void {
  for (const radio of document.querySelectorAll<HTMLInputElement>('input[name=scale]'))
    radio.addEventListener('change', () => {
      page.scale = radio.value === 'time' ? 'time' : 'order';
      for (const plot of page.plots) plot.place(page.scale);
      // Those that share a scale need the widths of all.
      for (const plot of page.plots) if (plot.together.length > 0) plot.place();
    });
  const all = (factor: number | null) => () => {
    for (const plot of page.plots) plot.zoomTo(factor === null ? 1 : plot.zoom * factor, 0);
  };
  document.getElementById('zoom-in')?.addEventListener('click', all(1.5));
  document.getElementById('zoom-out')?.addEventListener('click', all(1 / 1.5));
  document.getElementById('zoom-reset')?.addEventListener('click', all(null));
  document.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey || !(event.target instanceof Element)) return;
      const { target } = event;
      const plot = page.plots.find(({ scroller }) => scroller.contains(target));
      if (!plot) return;
      event.preventDefault();
      const { left, width } = plot.scroller.getBoundingClientRect();
      plot.zoomTo(plot.zoom * 2 ** (-event.deltaY / 200), (event.clientX - left) / width);
    },
    { passive: false },
  );
}
