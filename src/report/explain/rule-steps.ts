/** Why this rule fired and none of those above it: the rules of a lens, tried again on the very connection. */

import type { ConnectionShape, Evidence } from '../../model/facts.ts';
import type { Reason } from '../../model/reason.ts';
import type { LabReport } from '../../model/report.ts';
import type { Lens, Verdict } from '../../model/verdict.ts';
import type { Plain } from '../language/say.ts';
import { type Look, reportWidth } from '../look.ts';
import { table } from '../words/table.ts';
import { hang, printable, wrap } from '../words/text.ts';
import { paintMode } from '../words/verdicts.ts';
import { eachSaid } from '../words/words.ts';

/** The tables of both lenses, in the order in which their rules are tried. */
export type Rules = Record<Lens, readonly LensRule[]>;

export interface LensRule {
  id: string;
  mode: Verdict['mode'];
  /** What is the case where the rule fits. */
  reason: Reason;
  when(shape: ConnectionShape): boolean;
}

export function ruleSteps(
  report: LabReport,
  lens: Lens,
  verdict: Verdict,
  rules: Rules,
  look: Look,
): string[] {
  const { paint, say } = look;
  const [spot] = verdict.evidence;
  const shape = spot ? shapeAt(report, spot) : opaqueShape(report, lens, verdict, rules);
  if (!shape)
    return hang(
      '',
      `${say('No one connection decided it')}${say(': ')}${printable(say.reason(verdict.reason), 500)}${say('.')}`,
      reportWidth - 3,
    ).split('\n');
  const fired = rules[lens].findIndex((rule) => rule.when(shape));
  const rows = rules[lens].map(({ id, mode, reason }, index) => [
    String(index + 1),
    id,
    wrap(printable(say.reason(reason), 500), becauseWidth).join('\n'),
    index < fired
      ? say('no')
      : index === fired
        ? paintMode(look, mode, say('yes: {mode}', { mode: say(mode) }))
        : paint('dim', say('not tried')),
  ]);
  const rule = rules[lens][fired];
  const damaged = rule !== undefined && rule.mode !== verdict.mode;
  return [
    ...hang(say('The connection: '), eachSaid(inWords(shape), say).join(say('; ')), reportWidth - 3).split(
      '\n',
    ),
    ...table(eachSaid(['', 'rule', 'what would be the case', 'is it?'], say), rows, look).split('\n'),
    ...(damaged
      ? hang(
          say('But: '),
          printable(
            say('{mode}, since {because}', { mode: say(verdict.mode), because: say.reason(verdict.reason) }),
            300,
          ),
          reportWidth - 3,
        ).split('\n')
      : []),
  ];
}

const becauseWidth = 54;

/** Evidence points at the first connection of its shape. */
const shapeAt = (
  { measurements }: LabReport,
  { question, connection }: Evidence,
): ConnectionShape | undefined =>
  measurements
    ?.find((measurement) => measurement.question === question)
    ?.groups.find(({ first }) => first === connection)?.shape;

/** Where there are no messages to point at, the first opaque connection that is judged so. */
const opaqueShape = (
  { measurements }: LabReport,
  lens: Lens,
  { reason }: Verdict,
  rules: Rules,
): ConnectionShape | undefined =>
  measurements
    ?.flatMap(({ groups }) => groups)
    .map(({ shape }) => shape)
    .find(
      (shape) =>
        shape.opaque !== undefined && rules[lens].find((rule) => rule.when(shape))?.reason.id === reason.id,
    );

function inWords(shape: ConnectionShape): Plain[] {
  const { c2s, s2c, overlap, overlapAcross } = shape;
  if (shape.opaque !== undefined && shape.opaque !== 'tunnel') {
    return [
      shape.opaque === 'encrypted' ? 'it is encrypted' : 'its protocol is not known',
      c2s && s2c
        ? 'bytes from the client and the server'
        : c2s
          ? 'bytes from the client'
          : 'bytes from the server',
      shape.crossing
        ? 'bytes of both directions under way at once'
        : shape.turnsShown === true
          ? 'whoever began to send had received everything'
          : 'the record does not say what was under way at once',
    ];
  }
  return [
    c2s && s2c
      ? 'messages from the client and the server'
      : c2s
        ? 'messages from the client'
        : s2c
          ? 'messages from the server'
          : 'no message',
    exchangeWords[shape.exchanges],
    ...(shape.nextElsewhere ? ['the next exchange went elsewhere' as const] : []),
    overlapAcross
      ? 'an overlap between different exchanges'
      : overlap
        ? 'an overlap within one exchange'
        : 'no overlap',
    shape.crossing
      ? 'bytes of two opposite messages under way at once'
      : shape.crossingsKnown
        ? 'nothing of both directions under way at once'
        : 'the record does not say what was under way at once',
    shape.unasked
      ? 'a message that nobody asked for'
      : shape.byTurns
        ? 'who answers whom is not in the bytes'
        : 'nothing unasked',
  ];
}

const exchangeWords = ['no exchange', 'one exchange', 'two or more exchanges'] as const;
