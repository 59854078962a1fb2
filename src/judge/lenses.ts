/**
 * The two lenses as ordered rules over what a connection looked like: the first rule that fits gives its verdict.
 * Wire: Federal Standard 1037C (simplex in the ATIS glossary's first sense). Conversation: the textbook's question,
 * who may speak, and whether the line is used again.
 */
import type { ConnectionGroup, ConnectionShape } from '../model/facts.ts';
import type { Lens, Mode } from '../model/verdict.ts';

export interface Rule {
  id: string;
  mode: Mode | 'inconclusive';
  because: string;
  /** Which of the group's messages is the evidence. */
  shows: keyof ConnectionGroup['shows'];
  when(shape: ConnectionShape): boolean;
}

const bothWays = ({ c2s, s2c }: ConnectionShape): boolean => c2s && s2c;

const silent: Rule = {
  id: 'silent',
  mode: 'inconclusive',
  because: 'no message crossed the connection',
  shows: 'message',
  when: ({ c2s, s2c }) => !c2s && !s2c,
};

/** With messages in one direction only, an exchange is an HTTP request without its response. */
const unanswered: Rule = {
  id: 'unanswered',
  mode: 'inconclusive',
  because: 'the request had no response',
  shows: 'message',
  when: (shape) => !bothWays(shape) && shape.exchanges > 0,
};

const oneDirection: Rule = {
  id: 'one-direction',
  mode: 'simplex',
  because: 'all messages go in one direction',
  shows: 'message',
  when: (shape) => !bothWays(shape),
};

export const wireRules: readonly Rule[] = [
  silent,
  unanswered,
  oneDirection,
  {
    id: 'overlap',
    mode: 'full-duplex',
    because: 'two messages of opposite directions overlap',
    shows: 'overlap',
    when: ({ overlap }) => overlap,
  },
  {
    id: 'no-overlap',
    mode: 'half-duplex',
    because: 'both directions carry messages, and no two overlap',
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
    because: 'two messages of different exchanges overlap in opposite directions',
    shows: 'overlapAcross',
    when: ({ overlapAcross }) => overlapAcross,
  },
  {
    id: 'unasked',
    mode: 'full-duplex',
    because: 'the server sent a message that nobody had asked for',
    shows: 'unasked',
    when: ({ unasked }) => unasked,
  },
  {
    id: 'used-again',
    mode: 'half-duplex',
    because: 'the line was used again for a second exchange, and neither side spoke out of turn',
    shows: 'second',
    when: ({ exchanges }) => exchanges === 2,
  },
  {
    id: 'next-elsewhere',
    mode: 'simplex',
    because: 'the line carried one exchange, and the next one went elsewhere',
    shows: 'message',
    when: ({ exchanges, nextElsewhere }) => exchanges === 1 && nextElsewhere,
  },
  {
    id: 'nothing-further',
    mode: 'inconclusive',
    because: 'nothing further was asked of the line',
    shows: 'message',
    when: () => true,
  },
];

/** The rule that fires for a connection of this shape, under each lens. */
export const judgeConnection = (shape: ConnectionShape): Record<Lens, ConnectionVerdict> => ({
  wire: firstThatFits(wireRules, shape),
  conversation: firstThatFits(conversationRules, shape),
});

export interface ConnectionVerdict extends Pick<Rule, 'mode' | 'because' | 'shows'> {
  /** The rule's id. */
  rule: string;
}

/** The last rule of each table fits every shape; `silent` only stands in for it where a table had no rules. */
const firstThatFits = (rules: readonly Rule[], shape: ConnectionShape): ConnectionVerdict => {
  const { id, mode, because, shows } = rules.find((rule) => rule.when(shape)) ?? silent;
  return { rule: id, mode, because, shows };
};
