/** One lab as a section of the page: its verdicts and answers, and a place for each of its pictures. */
import type { LabReport } from '../../model/report.ts';
import type { Say } from '../language/say.ts';
import { asked, forced } from '../questions.ts';
import { faultGroups, gradeHeads } from '../words/faults.ts';
import { subjectOf, titleOf } from '../words/results.ts';
import { printable } from '../words/text.ts';
import { crossingsIn, ordinaryVerdicts, verdictNames } from '../words/verdicts.ts';
import { nothing as dash, listed } from '../words/words.ts';
import { type Html, html, nothing } from './html.ts';
import { anchor } from './tables.ts';
import { answerLine, modeChip, verdictLine } from './verdicts.ts';

/** Its pictures are drawn when it is opened: most readers open a few. */
export function labSection(report: LabReport, open: boolean, say: Say): Html {
  const { result, transcripts } = report;
  const { lab, target, permits, textbook, verdicts, outcome, error, faults } = result;
  const ordinary = ordinaryVerdicts({ verdicts });
  return html`<details class="lab" id="${anchor(lab)}" data-lab="${printable(lab)}"${open ? html` open` : nothing}>
<summary><h3>${printable(lab)}</h3> <span class="title">${printable(titleOf(result, say))}</span> ${modeChip(ordinary?.conversation, result, say)}
<span class="matches" aria-live="polite"></span></summary>
${outcome === 'ran' ? nothing : html`<p class="bad">${say(outcome)}${say(': ')}${printable(error ? say.reason(error.reason) : say('no reason given'), 300)}</p>`}
<p class="about">${say('on the bench')}${say(': ')}${printable(listed([subjectOf(result, say), ...(target ? [target] : [])], say))} ·
${say('the textbook says')}${say(': ')}${textbook.says ? say(textbook.says) : dash} ·
${say('the specification permits')}${say(': ')}${permits ? `${say(permits.mode ?? 'silent')} (${printable(permits.rfc)})` : dash}</p>
<ul class="verdicts" aria-label="${say('Verdicts')}">${verdictNames.map(({ level, lens, name }) => verdictLine(result, say(name), verdicts?.[level]?.[lens], say))}</ul>
${faultGroups(faults, say).map(
  ({ grade, lines, more }) => html`<div class="faults ${grade}"><h4>${say(gradeHeads[grade])}</h4>
<ul>${lines.map((line) => html`<li>${line}</li>`)}${more > 0 ? html`<li>${say('… and {n} more', { n: more })}</li>` : nothing}</ul></div>`,
)}
${transcripts.map((transcript) => questionFigure(report, transcript.question, say))}</details>`;
}

function questionFigure(report: LabReport, question: string, say: Say): Html {
  const { lab, answers, facts } = report.result;
  const crossings = crossingsIn(report, question);
  const answer = answers?.[question];
  const counts = facts?.[question];
  const figures = counts
    ? [
        say('{n} connection(s)', { n: counts.connections }),
        say('{n} exchange(s)', { n: counts.exchanges }),
        say('{n} message(s)', { n: counts.messages.c2s + counts.messages.s2c }),
        say('{n} overlap(s)', { n: counts.overlaps }),
        ...(crossings === undefined ? [] : [say('{n} crossing(s)', { n: crossings })]),
        say('{n} turnaround(s)', { n: counts.turnarounds }),
      ]
    : [];
  return html`<figure class="question" data-question="${printable(question)}">
<figcaption><h4>${printable(question)}</h4> <span class="asks">${say(asked(question))}</span>
<span class="counts">${figures.join(' · ')}</span>
${answer ? answerLine(lab, question, answer, say) : nothing}<p class="forced">${say(forced(question))}</p></figcaption>
<div class="plot"></div></figure>`;
}
