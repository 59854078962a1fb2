/** Finds messages by what they say: those that do not match fade, and every lab says how many it has that do. */
import type { ConnectionData, MessageData } from '../shapes.ts';
import type { Drawn } from './plot/drawn.ts';

/** Gives what filters again, for what is drawn later; without words it does nothing. */
export function listenToFilter(page: Drawn): () => void {
  const input = document.getElementById('filter');
  const found = document.getElementById('found');
  const control = document.getElementById('control');
  const apply = () => {
    const words = input instanceof HTMLInputElement ? input.value.trim().toLowerCase() : '';
    filterBars(page, words);
    countMatches(page, words, found);
  };
  input?.addEventListener('input', apply);
  // What is drawn later is filtered too.
  for (const details of document.querySelectorAll('details.lab')) details.addEventListener('toggle', apply);
  control?.addEventListener('change', () => {
    if (control instanceof HTMLInputElement) document.body.classList.toggle('no-control', !control.checked);
  });
  return () => {
    if (input instanceof HTMLInputElement && input.value.trim() !== '') apply();
  };
}

function filterBars(page: Drawn, words: string): void {
  for (const connection of document.querySelectorAll('.connection')) {
    let matching = 0;
    const bars = connection.querySelectorAll('.bar');
    for (const bar of bars) {
      const shown = page.shownBy(bar);
      const match = words === '' || (shown?.message && matches(shown.message, shown.line, words));
      bar.classList.toggle('off', !match);
      if (match) matching += 1;
    }
    connection.classList.toggle('off', words !== '' && matching === 0);
  }
}

function countMatches(page: Drawn, words: string, found: HTMLElement | null): void {
  let sum = 0;
  let all = 0;
  for (const { lab, questions } of page.labs) {
    const lines = questions.flatMap(({ connections }) => connections);
    const total = lines.reduce((count, line) => count + line.messages.length, 0);
    const matching =
      words === ''
        ? total
        : lines.reduce(
            (count, line) => count + line.messages.filter((message) => matches(message, line, words)).length,
            0,
          );
    sum += matching;
    all += total;
    for (const details of document.querySelectorAll<HTMLElement>('details.lab')) {
      if (details.dataset.lab !== lab) continue;
      details.classList.toggle('off', words !== '' && matching === 0);
      const told = details.querySelector('.matches');
      if (told) told.textContent = words === '' ? '' : String(matching);
    }
  }
  if (found)
    found.textContent = words === '' ? '' : `${sum} ${page.say('of')} ${all} ${page.say('messages match')}`;
}

/** Every word must be found, anywhere in what the card would tell. */
function matches(message: MessageData, line: ConnectionData, words: string): boolean {
  const text = [
    message.direction === 'c2s' ? 'client' : 'server',
    message.kind,
    message.label,
    line.protocol,
    `exchange ${message.exchange}`,
    `stream ${message.stream}`,
    ...message.read.map(([name, value]) => `${name} ${value}`),
  ]
    .join('\n')
    .toLowerCase();
  return text.includes(words) || words.split(/\s+/).every((word) => text.includes(word));
}
