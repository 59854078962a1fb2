/**
 * The page of an observation that goes on: the same toolbar, pictures and key as on the page from disk. It is sent
 * empty, and all that it shows comes to its script as data, by server-sent events.
 */
import type { LabReport } from '../../../model/report.ts';
import { english, type Say } from '../../language/say.ts';
import { damaged, observedFigures } from '../../real/observe.ts';
import { faultGroups, gradeHeads } from '../../words/faults.ts';
import { printable } from '../../words/text.ts';
import { modeWords, verdictNames } from '../../words/verdicts.ts';
import { tcp } from '../../words/words.ts';
import { embeddedJson, html, raw } from '../html.ts';
import { key, type PageParts, toolbar } from '../page.ts';
import { browserTexts } from '../texts.ts';
import { spotName } from '../verdicts.ts';
import type { LiveTotals, LiveVerdict } from './shapes.ts';

/** The names that the pictures and the verdicts of an observation go by. */
const lab = 'observe';
const question = 'observed';

export function livePage(target: string, parts: PageParts): string {
  const { code, say } = parts.language ?? { code: 'en', say: english };
  const title = `${say('HTTP version behaviour')}${say(': ')}${printable(target)}`;
  const data = { texts: Object.fromEntries(browserTexts.map((text) => [text, say(text)])) };
  return `<!doctype html>\n${
    html`<html lang="${code}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<title>${title}</title><style>${raw(parts.style)}</style></head><body>
<a class="skip" href="#labs">${say('Skip to the connections')}</a>
<header><h1>${title}</h1><p>${say(tcp)}</p></header>
<main><div id="live"><p id="state" role="status" data-state="waiting">${say('waiting for the program that observes')}</p>
<p id="count"></p><p id="said" class="unseen" role="status"></p> <button type="button" id="hold" aria-pressed="false">${say('hold the picture')}</button></div>
<noscript><p class="bad">${say('The live page is drawn by a script; without it there is nothing to see.')}</p></noscript>
${toolbar(say)}
<section id="labs"><h2>${say('What passed on each connection, the newest first')}</h2>
<details class="lab" id="lab-${lab}" data-lab="${lab}" open><summary><h3>${say('as observed')}</h3> <span class="title" id="front"></span>
<span class="matches" aria-live="polite"></span></summary>
<ul class="verdicts" aria-label="${say('Verdicts')}"></ul><div id="broken"></div><ul id="troubles" class="bad"></ul>
${key(say)}
<figure class="question" data-question="${question}"><div class="plot"></div></figure><p id="forgotten"></p></details></section>
<section id="figures"><h2>${say('What was counted so far')}</h2><dl class="figures"></dl></section></main>
<div id="card" role="tooltip" hidden></div>
<script type="application/json" id="data">${embeddedJson(data)}</script>
<script>${raw(parts.script)}</script></body></html>`.html
  }\n`;
}

export function liveTotals(
  report: LabReport,
  counts: { connections: number; open: number },
  say: Say,
): LiveTotals {
  const { result } = report;
  return {
    what: 'totals',
    connections: counts.connections,
    open: counts.open,
    figures: observedFigures(report, say),
    verdicts: verdictNames.flatMap(({ level, lens, name }): LiveVerdict[] => {
      const verdict = level === 'observed' && result.verdicts?.[level]?.[lens];
      if (!verdict) return [];
      const { mode, reason, evidence } = verdict;
      return [
        {
          where: say(name),
          mode,
          word: modeWords(verdict, say),
          because: printable(say.reason(reason), 400),
          evidence: evidence.map((spot) => spotName(lab, spot)),
        },
      ];
    }),
    broken: faultGroups(result.faults, say).map(({ grade, lines, more }) => ({
      grade,
      head: say(gradeHeads[grade]),
      lines: [...lines, ...(more > 0 ? [say('… and {n} more', { n: more })] : [])],
    })),
    troubles: damaged(report, say),
  };
}
