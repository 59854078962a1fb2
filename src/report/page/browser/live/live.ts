/**
 * The script of the live page: takes events as they come, and draws in the frames that the browser gives. The browser
 * reconnects by itself and says which event was its last (HTML Living Standard §9.2), so nothing is lost in between.
 */
import { fold, nothingYet } from '../../live/fold.ts';
import type { LiveEvent } from '../../live/shapes.ts';
import { showCards } from '../card.ts';
import { lightEvidence } from '../evidence.ts';
import { listenToFilter } from '../filter.ts';
import { listenToKeys } from '../keys.ts';
import { listenToScale } from '../plot/scale.ts';
import { liveDrawn } from './drawn.ts';
import { livePlot } from './plot.ts';
import { sayState, showTotals } from './words.ts';

const { texts } = JSON.parse(document.getElementById('data')?.textContent ?? '{}') as {
  texts: Record<string, string>;
};
const say = (text: string): string => texts[text] ?? text;

const state = nothingYet();
const page = liveDrawn(say);
const host = document.querySelector<HTMLElement>('figure.question .plot') ?? document.body;
const plot = livePlot(host, page);
page.add(plot);
const words = showTotals(say);
const told = sayState(say);

/** Folded and not drawn. */
const changed = new Set<number>();
let anything = true;
let held = false;
let drawAgainAt = 0;
let frame = 0;

showCards(page);
const light = lightEvidence(page, () => {});
const filter = listenToFilter(page);
listenToKeys(page);
listenToScale(page);
document.getElementById('hold')?.addEventListener('click', ({ currentTarget }) => {
  held = !held;
  if (!(currentTarget instanceof HTMLElement)) return;
  currentTarget.setAttribute('aria-pressed', String(held));
  currentTarget.textContent = say(held ? 'go on' : 'hold the picture');
  told.held = held;
  ask();
});
plot.onWish(ask);
listen();
ask();

function listen(): void {
  const source = new EventSource('/events');
  source.onopen = () => {
    told.connected = true;
    ask();
  };
  source.onmessage = ({ data }) => {
    for (const connection of fold(state, JSON.parse(data as string) as LiveEvent)) changed.add(connection);
    anything = true;
    ask();
  };
  source.onerror = () => {
    told.connected = false;
    ask();
    // A browser gives up where something else answers; the program may come back.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  };
}

function ask(): void {
  if (frame === 0) frame = requestAnimationFrame(draw);
}

/** In each frame a little; after a long time of drawing a longer one for everything else. */
function draw(): void {
  frame = 0;
  const now = performance.now();
  told.show(state);
  if (now < drawAgainAt) {
    ask();
    return;
  }
  if (anything && !held) {
    anything = false;
    const newest = [...state.connections.values()].sort((a, b) => b.connection - a.connection);
    plot.show(newest, changed);
    changed.clear();
    words(state);
  }
  const left = plot.work(now + milliseconds);
  filter();
  light();
  drawAgainAt = performance.now() + restFor * (performance.now() - now);
  if (left || (anything && !held)) ask();
}

/** Of a frame of sixteen. */
const milliseconds = 8;
const restFor = 3;
