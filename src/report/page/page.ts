/**
 * The report as one HTML file that needs no network and no server: tables that stand by themselves, and pictures that
 * its script draws from the data in it. What the wire said is data here and never markup; the policy of the page's own
 * head lets no other script run, and nothing be fetched.
 */
import type { Claim } from '../../model/claim.ts';
import type { LabReport } from '../../model/report.ts';
import { english, type Say } from '../language/say.ts';
import { printable } from '../words/text.ts';
import { tcp } from '../words/words.ts';
import { labData } from './data.ts';
import { distinct } from './distinct.ts';
import { embeddedJson, type Html, html, nothing, raw } from './html.ts';
import { labSection } from './lab.ts';
import { counted, type Picture, picturesOf } from './pictures.ts';
import { claimsTable, headlineTable, matrixTable } from './tables.ts';
import { browserTexts } from './texts.ts';
import { modeChip } from './verdicts.ts';

export interface PageParts {
  /** The script that draws, and its hash as a source of a Content-Security-Policy: 'sha256-…'. */
  script: string;
  scriptHash: string;
  style: string;
  language?: { code: string; say: Say };
  /** Shown above everything, such as that the instrument is not calibrated. */
  warning?: string;
}

/** So many labs are opened from the start; with more the reader chooses. */
const opened = 2;

export function page(given: LabReport[], claims: Claim[], parts: PageParts): string {
  const { code, say } = parts.language ?? { code: 'en', say: english };
  const reports = distinct(given);
  const pictures = picturesOf(reports);
  const open = reports.length <= opened;
  const data = {
    labs: reports.map((report) => labData(report, say)),
    texts: Object.fromEntries(browserTexts.map((text) => [text, say(text)])),
  };
  return `<!doctype html>\n${
    html`<html lang="${code}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${parts.scriptHash}'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<title>${title(reports, say)}</title><style>${raw(parts.style)}</style></head><body>
<a class="skip" href="#labs">${say('Skip to the labs')}</a>
<header><h1>${title(reports, say)}</h1><p>${say(tcp)}</p>${
      parts.warning ? html`<p class="bad" role="alert">${say.data(parts.warning)}</p>` : nothing
    }</header>
<main>${toolbar(say)}
${pictures.length > 0 ? html`${pictureSection(reports, pictures, say)}${key(say)}` : nothing}
${headlineTable(reports, say)}
${matrixTable(reports, say)}
${claimsTable(claims, say)}
<section id="labs"><h2>${say('What passed on each connection')}</h2>
<p class="tools"><button type="button" id="open-all">${say('Open all')}</button> <button type="button" id="close-all">${say('Close all')}</button></p>
<noscript><p>${say('The pictures are drawn by a script; without it the tables are complete.')}</p></noscript>
${pictures.length > 0 ? nothing : key(say)}
${reports.map((report) => labSection(report, open, say))}</section></main>
<div id="card" role="tooltip" hidden></div>
<script type="application/json" id="data">${embeddedJson(data)}</script>
<script>${raw(parts.script)}</script></body></html>`.html
  }\n`;
}

function title(reports: LabReport[], say: Say): string {
  const [only, ...others] = reports;
  return only && others.length === 0
    ? `${say('HTTP version behaviour')}${say(': ')}${printable(only.result.target || only.result.lab)}`
    : say('HTTP version behaviour');
}

export const toolbar = (
  say: Say,
): Html => html`<div id="toolbar" role="toolbar" aria-label="${say('Pictures')}">
<fieldset><legend>${say('scale')}</legend>
<label><input type="radio" name="scale" value="order" checked> ${say("in the tap's order")}</label>
<label><input type="radio" name="scale" value="time"> ${say('in time')}</label></fieldset>
<span class="zoom"><button type="button" id="zoom-out" aria-label="${say('zoom out')}">−</button>
<button type="button" id="zoom-reset">${say('whole width')}</button>
<button type="button" id="zoom-in" aria-label="${say('zoom in')}">+</button></span>
<label class="filter">${say('filter')} <input type="search" id="filter" placeholder="${say('GET, 200, stream 3 …')}"></label>
<label><input type="checkbox" id="control" checked> ${say('control')}</label>
<output id="found" role="status"></output></div>`;

function pictureSection(reports: LabReport[], pictures: Picture[], say: Say): Html {
  return html`<section id="pictures"><h2>${say('The same talk on one protocol after another, on one scale')}</h2>
<fieldset class="choice"><legend>${say('workload')}</legend>${pictures.map(
    (picture, index) =>
      html`<label><input type="radio" name="picture" value="${index}"${index === 0 ? html` checked` : nothing}> ${say(picture.title)}</label>`,
  )}</fieldset>
${pictures.map(
  (
    picture,
    index,
  ) => html`<figure class="picture" data-picture="${index}"${index === 0 ? nothing : html` hidden`}>
<figcaption>${say(picture.title)}</figcaption>${picture.rows.map((row) => {
    const verdict = reports.find(({ result }) => result.lab === row.lab)?.result;
    return html`<div class="side" data-lab="${row.lab}" data-question="${row.question}"><div class="who"><strong>${say(row.name)}</strong>
<a href="#lab-${row.lab}">${row.lab}</a><span>${counted(reports, row, say).join(' · ')}</span>
${verdict ? html`<span class="gist">${say('in ordinary use')}${say(': ')}${modeChip(verdict.verdicts?.ordinary?.conversation, verdict, say)}</span>` : nothing}</div><div class="plot"></div></div>`;
  })}</figure>`,
)}</section>`;
}

export const key = (say: Say): Html => html`<ul class="key" aria-label="${say('Key')}">
<li><i class="bar c2s"></i>▶ ${say('the client speaks')}</li><li><i class="bar s2c"></i>◀ ${say('the server speaks')}</li>
<li><i class="bar c2s in-pieces"><i class="piece"></i><i class="piece"></i></i>${say('the pieces that it came in')}</li>
<li><i class="overlap"></i>${say('both at once: an overlap')}</li><li><i class="tie"></i>${say('bytes of both directions under way at once: a crossing')}</li><li><i class="turn"></i>${say('the direction changes')}</li>
<li><i class="turn back"></i>${say('the line is used again')}</li><li><i class="end">FIN</i>${say('that side has finished')}</li>
<li><i class="end rst">RST</i>${say('that side has given up')}</li><li><i class="control"></i>${say('control: no message')}</li>
<li><i class="bar s2c evidence"></i>${say('evidence of what is pointed at')}</li></ul>`;
