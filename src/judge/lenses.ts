/**
 * The two lenses as ordered rules over what a connection looked like: the first rule that fits gives its verdict.
 * Wire: Federal Standard 1037C (simplex in the ATIS glossary's first sense). Conversation: the textbook's question,
 * who may speak, and whether the line is used again.
 */
import type { ConnectionGroup, ConnectionShape } from '../model/facts.ts';
import { type Reason, reason } from '../model/reason.ts';
import type { Lens, Mode } from '../model/verdict.ts';

export interface Rule {
  id: string;
  mode: Mode | 'inconclusive';
  reason: Reason;
  /** Which of the group's messages is the evidence. */
  shows: keyof ConnectionGroup['shows'];
  when(shape: ConnectionShape): boolean;
}

const bothWays = ({ c2s, s2c }: ConnectionShape): boolean => c2s && s2c;

const silent: Rule = {
  id: 'silent',
  mode: 'inconclusive',
  reason: reason('verdict.silent'),
  shows: 'message',
  when: ({ c2s, s2c }) => !c2s && !s2c,
};

/** With messages in one direction only, an exchange is an HTTP request without its response. */
const unanswered: Rule = {
  id: 'unanswered',
  mode: 'inconclusive',
  reason: reason('verdict.unanswered'),
  shows: 'message',
  when: (shape) => !bothWays(shape) && shape.exchanges > 0,
};

const oneDirection: Rule = {
  id: 'one-direction',
  mode: 'simplex',
  reason: reason('verdict.one-direction'),
  shows: 'message',
  when: (shape) => !bothWays(shape) && shape.opaque === undefined,
};

/** One half of a TLS connection is its handshake, and says nothing of the other. */
const bytesOneWay: Rule = {
  id: 'bytes-one-direction',
  mode: 'simplex',
  reason: reason('verdict.bytes-one-direction'),
  shows: 'message',
  when: (shape) => !bothWays(shape) && shape.opaque === 'unknown',
};

/** What is not read says nothing by not being seen. */
const unread = (lens: Lens): Rule[] =>
  (['opaque', 'encrypted', 'tunnel'] as const).map((id) => ({
    id,
    mode: 'inconclusive',
    reason: reason(lens === 'wire' && id !== 'tunnel' ? `verdict.${id}-wire` : `verdict.${id}`),
    shows: 'message',
    when: ({ opaque }) => opaque === (id === 'opaque' ? 'unknown' : id),
  }));

export const wireRules: readonly Rule[] = [
  silent,
  unanswered,
  oneDirection,
  bytesOneWay,
  {
    id: 'crossing',
    mode: 'full-duplex',
    reason: reason('verdict.crossing'),
    shows: 'crossing',
    when: ({ crossing }) => crossing,
  },
  {
    id: 'overlap',
    mode: 'full-duplex',
    reason: reason('verdict.overlap'),
    shows: 'overlap',
    when: ({ overlap }) => overlap,
  },
  {
    id: 'turns',
    mode: 'half-duplex',
    reason: reason('verdict.turns'),
    shows: 'message',
    when: ({ opaque, turnsShown }) => opaque !== undefined && turnsShown === true,
  },
  ...unread('wire'),
  {
    id: 'no-crossing',
    mode: 'half-duplex',
    reason: reason('verdict.no-crossing'),
    shows: 'message',
    when: ({ crossingsKnown }) => crossingsKnown,
  },
  {
    // Where the record cannot tell of crossings, the order of the tap is all there is.
    id: 'no-overlap',
    mode: 'half-duplex',
    reason: reason('verdict.no-overlap'),
    shows: 'message',
    when: () => true,
  },
];

export const conversationRules: readonly Rule[] = [
  silent,
  unanswered,
  oneDirection,
  {
    id: 'overlap-across',
    mode: 'full-duplex',
    reason: reason('verdict.overlap-across'),
    shows: 'overlapAcross',
    when: ({ overlapAcross }) => overlapAcross,
  },
  {
    id: 'crossing-across',
    mode: 'full-duplex',
    reason: reason('verdict.crossing-across'),
    shows: 'crossingAcross',
    when: ({ crossingAcross }) => crossingAcross,
  },
  {
    id: 'unasked',
    mode: 'full-duplex',
    reason: reason('verdict.unasked'),
    shows: 'unasked',
    when: ({ unasked }) => unasked,
  },
  ...unread('conversation'),
  {
    id: 'used-again',
    mode: 'half-duplex',
    reason: reason('verdict.used-again'),
    shows: 'second',
    when: ({ exchanges, byTurns }) => exchanges === 2 && !byTurns,
  },
  {
    id: 'turns-again',
    mode: 'half-duplex',
    reason: reason('verdict.turns-again'),
    shows: 'second',
    when: ({ exchanges }) => exchanges === 2,
  },
  {
    id: 'next-elsewhere',
    mode: 'simplex',
    reason: reason('verdict.next-elsewhere'),
    shows: 'message',
    when: ({ exchanges, nextElsewhere }) => exchanges === 1 && nextElsewhere,
  },
  {
    id: 'nothing-further',
    mode: 'inconclusive',
    reason: reason('verdict.nothing-further'),
    shows: 'message',
    when: () => true,
  },
];

/** The rule that fires for a connection of this shape, under each lens. */
export const judgeConnection = (shape: ConnectionShape): Record<Lens, ConnectionVerdict> => ({
  wire: firstThatFits(wireRules, shape),
  conversation: firstThatFits(conversationRules, shape),
});

export interface ConnectionVerdict extends Pick<Rule, 'mode' | 'reason' | 'shows'> {
  /** The rule's id. */
  rule: string;
}

/** The last rule of each table fits every shape; `silent` only stands in for it where a table had no rules. */
const firstThatFits = (rules: readonly Rule[], shape: ConnectionShape): ConnectionVerdict => {
  const { id, mode, reason, shows } = rules.find((rule) => rule.when(shape)) ?? silent;
  return { rule: id, mode, reason, shows };
};
