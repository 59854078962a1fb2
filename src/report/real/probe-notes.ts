/** What a table of a probe cannot say in a cell: what was not spoken, what failed, and why an answer is no yes. */
import type { LabReport } from '../../model/report.ts';
import type { Say } from '../language/say.ts';
import { reportWidth } from '../look.ts';
import { type Breach, breachesIn, breachWords } from '../words/faults.ts';
import { hang, printable } from '../words/text.ts';
import { connectionOf } from '../words/words.ts';

/** Each a paragraph, none where there is nothing to say. */
export function probeNotes(reports: LabReport[], say: Say): string[] {
  return [
    ...outcomes(reports, say),
    ...reports.flatMap((report) => faults(report, say)),
    ...reports.flatMap((report) => reasons(report, say)),
    ...statusLines(reports, say),
    ...certificates(reports, say),
  ].map((text) => hang('  - ', text, reportWidth));
}

const outcomes = (reports: LabReport[], say: Say): string[] =>
  reports.flatMap(({ result: { version, outcome, error } }) =>
    error && outcome !== 'ran'
      ? [say(fates[outcome], { Version: version ?? '?' }) + say(': ') + printable(say.reason(error.reason))]
      : [],
  );

const fates = {
  skipped: 'HTTP/{Version} is not spoken',
  failed: 'HTTP/{Version} failed',
  'timed-out': 'HTTP/{Version} timed-out',
} as const;

/**
 * Each rule that the server broke, violations first. Of a violation that ended the probe of the version, that is told
 * already.
 */
const faults = ({ result: { version, outcome, faults } }: LabReport, say: Say): string[] => {
  if (outcome !== 'ran') return [];
  const breaches = inOrder(
    // Whichever question came upon it.
    breachesIn(
      faults.filter(({ side }) => side === 'server'),
      ({ reason }) => reason.id,
    ),
  );
  const told = breaches.slice(0, breachesShown).map((breach) => {
    const { grade, question, connection } = breach.first;
    const where = connectionOf(question, connection, say);
    return [`HTTP/${version}`, say(graded[grade]), where, breachWords(breach, say)].join(say(': '));
  });
  const more = breaches.length - told.length;
  return more > 0 ? [...told, `HTTP/${version}${say(': ')}${say('… and {n} more', { n: more })}`] : told;
};

const inOrder = (breaches: Breach[]): Breach[] =>
  (['violation', 'irregularity'] as const).flatMap((grade) =>
    breaches.filter(({ first }) => first.grade === grade),
  );

const breachesShown = 12;

const graded = {
  violation: 'the server sent what the protocol does not allow',
  irregularity: 'the server breaks a rule, and can be read all the same',
} as const;

const explained = {
  reuse: 'not reused',
  'reuse, asked to keep alive': 'not reused though asked to keep alive',
  multiplex: 'no second request beside a first',
  'another connection': 'no connection beside another',
  closing: 'left open though nobody asked',
  interlock: 'no early answer',
  expect: 'Expect not answered',
} as const;

const reasons = ({ result: { version, outcome, answers } }: LabReport, say: Say): string[] =>
  outcome === 'skipped'
    ? []
    : Object.entries(explained).flatMap(([question, what]) => {
        const answer = answers?.[question];
        if (!answer || answer.answer === 'yes' || (question === 'reuse' && outcome !== 'ran')) return [];
        const doubt = answer.answer === 'inconclusive' ? 'could not tell' : what;
        const head = say('HTTP/{Version}, {what}', { Version: version ?? '?', what: say(doubt) });
        return [head + say(': ') + printable(say.reason(answer.reason))];
      });

/** A server names the highest version that it conforms to, with the request's major number. */
function statusLines(reports: LabReport[], say: Say): string[] {
  return reports.flatMap(({ result: { version }, transcripts }) => {
    const answer = transcripts
      .flatMap(({ connections }) => connections.flatMap(({ messages }) => messages))
      .find(({ kind }) => kind === 'response');
    const answered = answer?.http?.version;
    return answered === undefined || answered === version
      ? []
      : [
          say(
            "HTTP/{Version} was asked, HTTP/{Answered} stands in the status line: the highest version that the server claims (RFC 9110 §6.2). Whether the connection is kept still goes by the request's version too (RFC 9112 §9.3).",
            { Version: version ?? '?', Answered: answered },
          ),
        ];
  });
}

const certificates = ([report]: LabReport[], say: Say): string[] =>
  report?.result.target?.startsWith('https:') && !report.result.request?.isVerified
    ? [say("The server's certificate was not verified.")]
    : [];
