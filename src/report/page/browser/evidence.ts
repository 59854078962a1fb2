/** Pointing at a verdict lights up its evidence; pressing it keeps the light on, and goes there. */
import type { Drawn } from './plot/drawn.ts';

/** Gives what lights it up again where it was drawn anew. */
export function lightEvidence(page: Drawn, drawLab: (details: HTMLDetailsElement) => void): () => void {
  let pinned: HTMLElement | null = null;
  let pointed: HTMLElement | null = null;
  let lit: Element[] = [];

  const light = (pointer: HTMLElement | null) => {
    pointed = pointer;
    for (const bar of lit) bar.classList.remove('evidence');
    lit = pointer ? spotsOf(pointer).flatMap((spot) => page.bars(spot)) : [];
    for (const bar of lit) bar.classList.add('evidence');
  };
  const pointerOf = (target: EventTarget | null): HTMLElement | null =>
    target instanceof Element ? target.closest<HTMLElement>('.points') : null;

  document.addEventListener('pointerover', ({ target }) => light(pointerOf(target) ?? pinned));
  document.addEventListener('focusin', ({ target }) => light(pointerOf(target) ?? pinned));
  document.addEventListener('click', ({ target }) => {
    const pointer = pointerOf(target);
    if (!pointer) return;
    pinned?.setAttribute('aria-pressed', 'false');
    pinned = pinned === pointer ? null : pointer;
    pointer.setAttribute('aria-pressed', String(pinned === pointer));
    const [spot] = spotsOf(pointer);
    if (pinned && spot !== undefined) goTo(spot);
    light(pinned);
  });
  return () => {
    if (pointed) light(pointed);
  };

  /** The bar in its own lab, not in the first picture. */
  function goTo(spot: string): void {
    const [lab] = JSON.parse(spot) as [string];
    for (const details of document.querySelectorAll<HTMLDetailsElement>('details.lab')) {
      if (details.dataset.lab !== lab) continue;
      details.open = true;
      drawLab(details);
      const bar = page.bars(spot).find((one) => details.contains(one));
      bar?.scrollIntoView({ block: 'center', inline: 'center' });
    }
  }
}

const spotsOf = (pointer: HTMLElement): string[] => JSON.parse(pointer.dataset.evidence ?? '[]') as string[];
