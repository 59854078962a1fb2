/** The tables of the page: headline, question matrix and claims, in words as full as a page has room for. */
import type { Claim } from '../../model/claim.ts';
import type { LabReport } from '../../model/report.ts';
import type { LabResult } from '../../model/result.ts';
import type { Say } from '../language/say.ts';
import { asked, matrixQuestions } from '../questions.ts';
import { inPlaceOf, wasAsked } from '../words/results.ts';
import { printable } from '../words/text.ts';
import { holds, noMode, ordinaryVerdicts, seenIn } from '../words/verdicts.ts';
import { type Html, html, nothing } from './html.ts';
import { modeChip, pointer } from './verdicts.ts';

export function headlineTable(reports: LabReport[], say: Say): Html {
  const head = [
    'lab',
    '5 in turn',
    '8 at once',
    'hangs up',
    'ordinary use: wire',
    'ordinary use: conversation',
    'at its limit: wire',
    'the specification permits',
    'the textbook says',
    'holds?',
  ] as const;
  return scrolled(
    say('The labs, each with what was counted and how it is judged'),
    html`<table><thead><tr>${head.map((cell) => html`<th scope="col">${say(cell)}</th>`)}</tr></thead>
<tbody>${reports.map((report) => headlineRow(report, say))}</tbody></table>`,
    say,
  );
}

export const anchor = (lab: string): string => `lab-${encodeURIComponent(printable(lab))}`;

const labCell = (result: LabResult, say: Say): Html =>
  html`<th scope="row"><a href="#${anchor(result.lab)}">${printable(result.lab)}</a>${
    result.outcome === 'ran' ? nothing : html` <b class="bad">${say(result.outcome)}</b>`
  }</th>`;

function headlineRow(report: LabReport, say: Say): Html {
  const { result } = report;
  const { lab, facts, answers, verdicts, permits, textbook } = result;
  const ordinary = ordinaryVerdicts(result);
  const taken = (question: string) => {
    const counted = facts?.[question];
    return counted ? `${counted.exchanges}/${counted.connections}` : inPlaceOf(report, question);
  };
  const mode = (verdict: NonNullable<typeof ordinary>['wire'] | undefined) =>
    verdict
      ? pointer(
          modeChip(verdict, result, say),
          verdict.evidence.map((spot) => ({ lab, ...spot })),
          'chip',
        )
      : html`${noMode(result)}`;
  const holding = holds(result);
  const hangUp = answers?.['hang-up'];
  return html`<tr>${labCell(result, say)}<td>${taken('reuse')}</td><td>${taken('burst')}</td>
<td>${hangUp ? say(hangsUp[hangUp.answer]) : inPlaceOf(report, 'hang-up')}</td>
<td>${mode(ordinary?.wire)}</td><td>${mode(ordinary?.conversation)}</td><td>${mode(verdicts?.limit?.wire)}</td>
<td>${permits ? html`${say(permits.mode ?? 'silent')} <small>${printable(permits.rfc, 50)}</small>` : '–'}</td>
<td>${textbook.says ? say(textbook.says) : '–'}</td><td><b class="holds ${holdsClass[holding]}">${say(holding)}</b></td></tr>`;
}

const hangsUp = {
  yes: 'server',
  no: 'stays',
  'alongside a request': '?',
  'not applicable': 'n/a',
  inconclusive: '?',
} as const;

const holdsClass = { yes: 'good', no: 'bad', '?': 'none', '–': 'none' } as const;

/** Empty where nothing was asked that many labs are asked. */
export function matrixTable(reports: LabReport[], say: Say): Html {
  const columns = [...matrixQuestions].filter((question) =>
    reports.some((report) => wasAsked(report, question)),
  );
  const rows = reports.filter((report) => columns.some((question) => wasAsked(report, question)));
  if (rows.length === 0) return nothing;
  return html`${scrolled(
    say('The questions, and what each lab answered'),
    html`<table><thead><tr><td></td>${columns.map((question) => html`<th scope="col">${question}</th>`)}</tr></thead>
<tbody>${rows.map(
      (report) =>
        html`<tr>${labCell(report.result, say)}${columns.map((question) => answerCell(report, question, say))}</tr>`,
    )}</tbody></table>`,
    say,
  )}<dl class="legend">${columns.map((question) => html`<div><dt>${question}</dt><dd>${say(asked(question))}</dd></div>`)}
<div><dt>${say('yes')}</dt><dd>${say(
    'the word beside it says what was seen on the wire meanwhile: a crossing (bytes of both directions under way at once), or no more than an overlap',
  )}</dd></div>
<div><dt>${say('no')}</dt><dd>${say(
    'the word beside it says who refused: the protocol, the server, the client (the policy of its library), or the bench (the policy of its own client)',
  )}</dd></div>
</dl>`;
}

function answerCell(report: LabReport, question: string, say: Say): Html {
  const { lab, answers, facts } = report.result;
  const answer = answers?.[question];
  if (!answer) return html`<td class="none">${wasAsked(report, question) ? '?' : '–'}</td>`;
  const seen =
    answer.answer === 'yes' || answer.answer === 'alongside a request'
      ? seenIn(facts?.[question])
      : undefined;
  const note = answer.cause ?? (seen === question ? undefined : seen);
  const cause = note ? html` <small>${say(note)}</small>` : nothing;
  const word = answer.answer === 'inconclusive' ? '?' : answer.answer;
  return html`<td title="${printable(say.reason(answer.reason))}">${pointer(
    html`<b class="answer ${answer.answer.replaceAll(' ', '-')}">${say(word)}</b>${cause}`,
    answer.evidence.map((spot) => ({ lab, ...spot })),
    'chip',
  )}</td>`;
}

export function claimsTable(claims: Claim[], say: Say): Html {
  if (claims.length === 0) return nothing;
  const head = ['claim', 'the textbook says', 'outcome', 'because', 'labs'] as const;
  return scrolled(
    say("The textbook's claims, and what came of them"),
    html`<table class="claims"><thead><tr>${head.map((cell) => html`<th scope="col">${say(cell)}</th>`)}</tr></thead><tbody>${claims.map(
      ({
        id,
        claim,
        outcome,
        reason,
        labs,
        evidence,
      }) => html`<tr><th scope="row">${id}</th><td>${say.data(claim)}</td>
<td>${pointer(html`<b class="outcome ${outcome.replaceAll(' ', '-')}">${say(outcome)}</b>`, evidence, 'chip')}</td><td>${printable(say.reason(reason))}</td>
<td class="labs">${labs.map((lab) => html`<a href="#${anchor(lab)}">${printable(lab)}</a> `)}</td></tr>`,
    )}</tbody></table>`,
    say,
  );
}

/** Wide tables scroll by themselves, with the keyboard too. */
const scrolled = (title: string, table: Html, say: Say): Html => html`<section><h2>${title}</h2>
<div class="wide" role="region" tabindex="0" aria-label="${title}${say(': ')}${say('table')}">${table}</div></section>`;
