/** What can be pointed at so that its evidence lights up in the pictures: a verdict, an answer, a claim. */
import type { Evidence } from '../../model/facts.ts';
import type { LabResult } from '../../model/result.ts';
import type { Answer, Verdict } from '../../model/verdict.ts';
import type { Say } from '../language/say.ts';
import { printable } from '../words/text.ts';
import { modeWords, noMode } from '../words/verdicts.ts';
import { places } from '../words/words.ts';
import { type Html, html, nothing } from './html.ts';

/** Names one message of the page, for the script; `lab` stands for the lab of its section. */
export const spotName = (lab: string, { question, connection, direction, message }: Evidence): string =>
  JSON.stringify([printable(lab), printable(question), connection, direction, message]);

/** A button, so that a keyboard can point too. Without evidence there is nothing to point at. */
export function pointer(content: Html, evidence: (Evidence & { lab: string })[], kind: string): Html {
  if (evidence.length === 0) return html`<span class="${kind}">${content}</span>`;
  const spots = JSON.stringify(evidence.map(({ lab, ...spot }) => spotName(lab, spot)));
  return html`<button type="button" class="${kind} points" data-evidence="${spots}" aria-pressed="false">${content}</button>`;
}

export const modeChip = (verdict: Verdict | undefined, result: Pick<LabResult, 'outcome'>, say: Say): Html =>
  verdict
    ? html`<b class="mode ${verdict.mode}">${modeWords(verdict, say)}</b>`
    : html`<span class="none">${noMode(result)}</span>`;

/** Its name is said already. */
export function verdictLine(result: LabResult, name: string, verdict: Verdict | undefined, say: Say): Html {
  if (!verdict) return nothing;
  const { lab } = result;
  const content = html`<span class="where">${name}</span> ${modeChip(verdict, result, say)}
    <span class="because">${printable(say.reason(verdict.reason))}</span>`;
  return html`<li>${pointer(
    content,
    verdict.evidence.map((spot) => ({ lab, ...spot })),
    'verdict',
  )}</li>`;
}

export function answerLine(lab: string, question: string, answer: Answer, say: Say): Html {
  const cause = answer.cause ? html` <small>(${say(answer.cause)})</small>` : nothing;
  const content = html`<b class="answer ${answer.answer.replaceAll(' ', '-')}">${say(answer.answer)}</b>${cause}
    <span class="because">${printable(say.reason(answer.reason))}</span>
    <span class="see">${places(answer.evidence, say, question)}</span>`;
  return pointer(
    content,
    answer.evidence.map((spot) => ({ lab, ...spot })),
    'answered',
  );
}
