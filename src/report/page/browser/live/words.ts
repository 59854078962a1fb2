/** What the live page says in words: how it stands with its server, what was counted, and the verdicts so far. */
import type { LiveState } from '../../live/fold.ts';
import type { LiveBroken, LiveVerdict } from '../../live/shapes.ts';
import type { BrowserText } from '../../texts.ts';
import { element } from '../element.ts';

/** Who listens instead of looking is not told of every change. */
const saidEvery = 3000;

type Say = (text: BrowserText) => string;

export function sayState(say: Say): Told {
  const stateLine = document.getElementById('state');
  const countLine = document.getElementById('count');
  const saidLine = document.getElementById('said');
  let saidAt = Number.NEGATIVE_INFINITY;
  let waits = false;

  const words = (state: LiveState): [kind: string, text: BrowserText] => {
    if (state.over) return ['over', 'the observation is over: this is what was seen'];
    if (!told.connected && state.run === null) return ['waiting', 'waiting for the program that observes'];
    if (!told.connected) return ['lost', 'the program that observes cannot be reached: trying again'];
    if (told.held) return ['held', 'held: what happens meanwhile is shown when you go on'];
    if (state.restarted)
      return ['restarted', 'another observation has begun: this page shows it from its beginning'];
    return ['live', 'live: what happens is shown as it happens'];
  };
  const count = ({ totals, connections }: LiveState): string =>
    totals === null || totals.connections === 0
      ? connections.size === 0
        ? say('nothing has crossed yet')
        : ''
      : `${say('connections')} ${totals.connections}, ${say('open')} ${totals.open}`;

  const told: Told = {
    connected: false,
    held: false,
    show(state) {
      const [kind, text] = words(state);
      if (stateLine && stateLine.dataset.state !== kind) {
        stateLine.dataset.state = kind;
        stateLine.textContent = say(text);
      }
      const counted = count(state);
      if (countLine && countLine.textContent !== counted) countLine.textContent = counted;
      if (!saidLine || saidLine.textContent === counted) return;
      const wait = saidAt + saidEvery - performance.now();
      if (wait > 0 && !state.over) {
        if (!waits)
          setTimeout(() => {
            waits = false;
            told.show(state);
          }, wait);
        waits = true;
        return;
      }
      saidLine.textContent = counted;
      saidAt = performance.now();
    },
  };
  return told;
}

export interface Told {
  /** Whether the stream of events is open. */
  connected: boolean;
  /** Whether the reader holds the picture. */
  held: boolean;
  show(state: LiveState): void;
}

/** Lists are made anew only where they say something else. */
export function showTotals(say: Say): (state: LiveState) => void {
  const figures = document.querySelector('dl.figures');
  const verdicts = document.querySelector('ul.verdicts');
  const broken = document.getElementById('broken');
  const troubles = document.getElementById('troubles');
  const front = document.getElementById('front');
  const forgotten = document.getElementById('forgotten');
  const drawn = { figures: '', verdicts: '', broken: '', troubles: '' };

  return ({ totals, front: at, forgotten: count }) => {
    if (front && front.textContent !== at) front.textContent = at;
    if (forgotten)
      forgotten.textContent = count > 0 ? `${count} ${say('older connections are not shown')}` : '';
    const now = {
      figures: totals?.figures ?? [],
      verdicts: totals?.verdicts ?? [],
      broken: totals?.broken ?? [],
      troubles: totals?.troubles ?? [],
    };
    if (isNew('figures', now.figures))
      figures?.replaceChildren(
        ...now.figures.map(([name, text]) => {
          const pair = element('div', '');
          pair.append(element('dt', '', name), element('dd', '', text));
          return pair;
        }),
      );
    if (isNew('verdicts', now.verdicts)) showVerdicts(verdicts, now.verdicts);
    if (isNew('broken', now.broken)) broken?.replaceChildren(...now.broken.map(brokenList));
    if (isNew('troubles', now.troubles)) troubles?.replaceChildren(...items(now.troubles));
  };

  function isNew(list: keyof typeof drawn, value: unknown): boolean {
    const text = JSON.stringify(value);
    const differs = drawn[list] !== text;
    drawn[list] = text;
    return differs;
  }
}

/** As on the page from disk; each stays the element that it was, for it may be pointed at just now. */
function showVerdicts(list: Element | null, all: LiveVerdict[]): void {
  for (const [index, { where, mode, word, because, evidence }] of all.entries()) {
    const line = list?.children[index] ?? list?.appendChild(element('li', ''));
    const known = line?.querySelector('button');
    const button = known ?? element('button', 'verdict points');
    button.type = 'button';
    button.disabled = evidence.length === 0;
    button.dataset.evidence = JSON.stringify(evidence);
    if (!known) {
      button.setAttribute('aria-pressed', 'false');
      line?.append(button);
    }
    button.replaceChildren(
      element('span', 'where', where),
      ' ',
      element('b', `mode ${mode}`, word),
      ' ',
      element('span', 'because', because),
    );
  }
  while (list && list.children.length > all.length) list.lastElementChild?.remove();
}

function brokenList({ grade, head, lines }: LiveBroken): HTMLElement {
  const list = element('ul', '');
  list.append(...items(lines));
  const all = element('div', 'faults');
  all.classList.add(grade);
  all.append(element('h4', '', head), list);
  return all;
}

const items = (texts: readonly string[]): HTMLElement[] => texts.map((text) => element('li', '', text));
