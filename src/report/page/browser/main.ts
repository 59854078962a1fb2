/** The page's script: reads the data that the page carries, draws, and listens. It fetches nothing. */
import type { LabData } from '../shapes.ts';
import { showCards } from './card.ts';
import { lightEvidence } from './evidence.ts';
import { listenToFilter } from './filter.ts';
import { listenToKeys } from './keys.ts';
import { type Drawn, drawnPage } from './plot/drawn.ts';
import { drawQuestion } from './plot/plot.ts';
import { listenToScale } from './plot/scale.ts';
import type { Plot } from './plot/shapes.ts';

interface Data {
  labs: LabData[];
  texts: Record<string, string>;
}

const data = JSON.parse(document.getElementById('data')?.textContent ?? '{}') as Data;
const say = (text: string): string => data.texts[text] ?? text;
const page: Drawn = drawnPage(data.labs, say);

const started = performance.now();
drawPictures();
for (const details of document.querySelectorAll<HTMLDetailsElement>('details.lab')) {
  if (details.open) drawLab(details);
  details.addEventListener('toggle', () => {
    if (details.open) drawLab(details);
  });
}
showCards(page);
lightEvidence(page, drawLab);
listenToFilter(page);
listenToKeys(page);
listenToScale(page);
openAndClose();
document.documentElement.dataset.drawnIn = String(Math.round(performance.now() - started));

/** Draws what is not drawn yet. */
function drawLab(details: HTMLDetailsElement): void {
  const lab = details.dataset.lab ?? '';
  for (const figure of details.querySelectorAll<HTMLElement>('figure.question')) {
    const question = page.question(lab, figure.dataset.question ?? '');
    const host = figure.querySelector<HTMLElement>('.plot');
    if (question && host && host.childElementCount === 0)
      page.add(drawQuestion(host, { lab, question, scale: page.scale }, page));
  }
}

/** The rows of one picture share one scale: the widest sets it. */
function drawPictures(): void {
  for (const figure of document.querySelectorAll<HTMLElement>('figure.picture')) {
    const plots: Plot[] = [];
    for (const side of figure.querySelectorAll<HTMLElement>('.side')) {
      const lab = side.dataset.lab ?? '';
      const question = page.question(lab, side.dataset.question ?? '');
      const host = side.querySelector<HTMLElement>('.plot');
      if (question && host) plots.push(drawQuestion(host, { lab, question, scale: page.scale }, page));
    }
    for (const plot of plots) plot.together = plots;
    for (const plot of plots) {
      plot.place();
      page.add(plot);
    }
  }
  const radios = document.querySelectorAll<HTMLInputElement>('input[name=picture]');
  const show = () => {
    const chosen = [...radios].find(({ checked }) => checked)?.value;
    for (const figure of document.querySelectorAll<HTMLElement>('figure.picture'))
      figure.hidden = figure.dataset.picture !== chosen;
  };
  for (const radio of radios) radio.addEventListener('change', show);
}

function openAndClose(): void {
  const all = (open: boolean) => () => {
    for (const details of document.querySelectorAll<HTMLDetailsElement>('details.lab')) details.open = open;
  };
  document.getElementById('open-all')?.addEventListener('click', all(true));
  document.getElementById('close-all')?.addEventListener('click', all(false));
  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const byName = document.getElementById(location.hash.slice(1)) ?? target;
    if (byName instanceof HTMLDetailsElement) byName.open = true;
  };
  addEventListener('hashchange', follow);
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href^="#lab-"]'))
    link.addEventListener('click', () => {
      const details = document.getElementById(link.hash.slice(1));
      if (details instanceof HTMLDetailsElement) details.open = true;
    });
  follow();
}
