/** The card that tells of the message, or control, under the pointer or the focus. Escape puts it away. */

import { element } from './element.ts';
import type { Drawn, Shown } from './plot/drawn.ts';

export function showCards(page: Drawn): void {
  const card = document.getElementById('card');
  if (!card) return;
  let owner: Element | null = null;

  const hide = () => {
    owner?.removeAttribute('aria-describedby');
    owner = null;
    card.hidden = true;
  };
  const show = (target: Element, shown: Shown) => {
    if (owner === target) return;
    hide();
    owner = target;
    card.replaceChildren(...tell(shown, page));
    card.hidden = false;
    target.setAttribute('aria-describedby', 'card');
    beside(card, target.getBoundingClientRect());
  };

  document.addEventListener('pointerover', ({ target }) => {
    if (!(target instanceof Element) || card.contains(target)) return;
    const shown = page.shownBy(target);
    if (shown) show(target, shown);
    else if (owner !== document.activeElement) hide();
  });
  document.addEventListener('focusin', ({ target }) => {
    const shown = target instanceof Element ? page.shownBy(target) : undefined;
    if (target instanceof Element && shown) show(target, shown);
    else hide();
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') hide();
  });
  document.addEventListener(
    'scroll',
    () => {
      if (owner?.isConnected) beside(card, owner.getBoundingClientRect());
      else if (owner) hide();
    },
    { capture: true, passive: true },
  );
}

/** Below what it tells of, or above it where there is more room. */
function beside(card: HTMLElement, of: DOMRect): void {
  const { width, height } = card.getBoundingClientRect();
  const left = Math.min(Math.max(8, of.left), Math.max(8, innerWidth - width - 8));
  const below = of.bottom + 8;
  const top = below + height > innerHeight && of.top > innerHeight - of.bottom ? of.top - height - 8 : below;
  card.style.cssText = `left:${left}px;top:${Math.max(8, top)}px`;
}

function tell({ line, message, control }: Shown, { say }: Drawn): HTMLElement[] {
  const list = element('dl', '');
  const row = (term: string, text: string | number) => {
    list.append(element('dt', '', term), element('dd', '', String(text)));
  };
  const of = control ?? message;
  const side = of?.direction === 's2c' ? 'server' : 'client';
  row(say('connection'), `${line.connection}, ${line.protocol}`);
  if (line.client !== undefined) row(say('from'), line.client);
  if (control) {
    row(say('event'), `${control.place[0]} (${milliseconds(control.place[1])})`);
    for (const [name, value] of control.read) row(name, value);
    return [element('b', side, `${say('control')}: ${control.what}`), list];
  }
  if (!message) return [];
  if (message.exchange !== null) row(say('exchange'), message.exchange);
  if (message.stream !== null) row(say('stream'), message.stream);
  row(say('bytes'), `${message.bytes}, ${say('of which content')} ${message.content}`);
  row(say('offset'), `${message.from}–${message.to}`);
  row(say('begins at event'), `${message.begin[0]} (${milliseconds(message.begin[1])})`);
  row(
    say('ends at event'),
    message.end ? `${message.end[0]} (${milliseconds(message.end[1])})` : say('not ended'),
  );
  if (message.pieces) {
    const crossed = message.pieces.filter(([, , one]) => one === 1).length;
    row(say('pieces'), `${message.pieces.length}${crossed > 0 ? `, ${crossed} ${say('crossed')}` : ''}`);
  }
  if (message.ending)
    row(say('ended by'), `${message.ending}${message.whole ? '' : `, ${say('not whole')}`}`);
  if (message.read.length > 0)
    row(say('read by the dissector'), message.read.map(([name, value]) => `${name} ${value}`).join(', '));
  const head = element('b', side, `${say(side)} ${message.ordinal}: ${message.label}`);
  return message.excerpt.length > 0
    ? [head, list, element('pre', '', message.excerpt.join('\n'))]
    : [head, list];
}

const milliseconds = (at: number): string => `${(at / 1e6).toFixed(2)} ms`;
