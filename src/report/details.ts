/** One lab in full: what passed on each connection, each answer with its reason, each verdict with its evidence. */

import type { Evidence } from '../model/facts.ts';
import type { LabReport } from '../model/report.ts';
import type { LabResult } from '../model/result.ts';
import type { Transcript } from '../model/transcript.ts';
import type { Answer } from '../model/verdict.ts';
import type { Plain } from './language/say.ts';
import { type Look, reportWidth } from './look.ts';
import { asked } from './questions.ts';
import { varying } from './run/varying.ts';
import { faultSections } from './words/faults.ts';
import { isBroken, subjectOf, titleOf } from './words/results.ts';
import { strip, stripLegend } from './words/strip.ts';
import { hang, padEnd, printable } from './words/text.ts';
import { modeWords, paintMode, verdictNames } from './words/verdicts.ts';
import { listed, nothing, places } from './words/words.ts';

export function details({ result, transcripts }: LabReport, look: Look): string {
  return [
    about(result, look),
    conversations(result, transcripts, look),
    verdicts(result, look),
    faults(result, look),
    varying(result.varying, look),
  ]
    .filter((section) => section !== '')
    .join('\n\n')
    .concat('\n');
}

function about(result: LabResult, { paint, say }: Look): string {
  const { lab, target, permits, textbook, outcome, error } = result;
  const line = (name: Plain, text: string) => hang(`  ${padEnd(say(name), 21)}`, text, reportWidth);
  const said = permits
    ? `${say('permits on one connection')}${say(': ')}${say(permits.mode ?? 'silent')} (${printable(permits.rfc)})`
    : nothing;
  return [
    paint('bold', `${printable(lab)}${say(': ')}${printable(titleOf(result, say))}`),
    line('on the bench', printable(listed([subjectOf(result, say), ...(target ? [target] : [])], say))),
    line('the textbook says', textbook.says ? say(textbook.says) : nothing),
    line('the specification', said),
    ...(outcome === 'ran'
      ? []
      : [
          paint(
            'red',
            hang(
              `  ${say(outcome)}${say(': ')}`,
              printable(error ? say.reason(error.reason) : say('no reason given'), 300),
              reportWidth,
            ),
          ),
        ]),
  ].join('\n');
}

const stripsShown = 24;

function conversations(result: LabResult, transcripts: Transcript[], look: Look): string {
  const questions = [
    ...new Set([...transcripts.map(({ question }) => question), ...Object.keys(result.answers ?? {})]),
  ];
  if (questions.length === 0) return '';
  const { paint, say } = look;
  return [
    paint('bold', say('What passed on each connection, and what was answered')),
    ...stripLegend.map((line) => `  ${paint('dim', say(line))}`),
    ...questions.map((question) => {
      const connections =
        transcripts.find((transcript) => transcript.question === question)?.connections ?? [];
      const widest = String(connections.length).length;
      const strips = connections
        .slice(0, stripsShown)
        .map((one) => hang(`    ${String(one.connection).padStart(widest)}  `, strip(one, say), reportWidth));
      const more = connections.length - strips.length;
      return [
        '',
        hang(`  ${paint('bold', printable(question))}  `, say(asked(question)), reportWidth),
        ...strips,
        ...(more > 0 ? [`    ${say('… and {n} more connection(s)', { n: more })}`] : []),
        ...answer(question, result.answers?.[question], look),
      ].join('\n');
    }),
  ].join('\n');
}

function answer(question: string, found: Answer | undefined, look: Look): string[] {
  if (!found) return [];
  const { paint, say } = look;
  const word = found.cause ? `${say(found.answer)} (${say(found.cause)})` : say(found.answer);
  const style = found.answer === 'yes' ? 'green' : found.answer === 'no' ? 'yellow' : 'cyan';
  return [
    hang('    ', `${paint(style, word)}${say(': ')}${printable(say.reason(found.reason))}`, reportWidth),
    ...see(found.evidence, '      ', look, question),
  ];
}

function see(evidence: Evidence[], indent: string, { paint, say }: Look, within?: string): string[] {
  if (evidence.length === 0) return [];
  return hang(`${indent}${say('see ')}`, places(evidence, say, within), reportWidth)
    .split('\n')
    .map((line) => paint('dim', line));
}

const none = 'none: the lab came to no end, and what passed until then is evidence of nothing';

const verdictIndent = 33;

export function verdicts(result: LabResult, look: Look): string {
  const { verdicts: found } = result;
  const { paint, say } = look;
  if (!found) return isBroken(result) ? `${paint('bold', say('Verdicts'))}\n  ${say(none)}` : '';
  const lines = verdictNames.flatMap(({ level, lens, name }) => {
    const verdict = found[level]?.[lens];
    if (!verdict) return [];
    return [
      hang(
        padEnd(`  ${say(name)}${say(': ')}`, verdictIndent),
        `${paintMode(look, verdict.mode, modeWords(verdict, say))}${say(': ')}${printable(say.reason(verdict.reason), 500)}`,
        reportWidth,
      ),
      ...see(verdict.evidence, ' '.repeat(verdictIndent), look),
    ];
  });
  return [paint('bold', say('Verdicts')), ...lines].join('\n');
}

/** What rules were broken; empty where none was. */
export const faults = ({ faults: found }: LabResult, look: Look): string =>
  faultSections(found, look).join('\n');
