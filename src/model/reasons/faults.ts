/** What is said of faults besides the rules themselves: what exactly HPACK could not decode, and where more was open than is kept one by one. */
import { type RuleId, rules } from '../rules/rules.ts';

const besides = {
  'hpack.index': 'an index outside the tables',
  'hpack.large-table': 'a dynamic table larger than the other side allows',
  'hpack.late-update': 'a table size update after a field',
  'hpack.no-update': 'no table size update although the limit was lowered',
  'hpack.cut-integer': 'the block ends within an integer',
  'hpack.large-integer': 'an integer too large',
  'hpack.cut-field': 'the block ends within a field',
  'hpack.cut-string': 'the block ends within a string',
  'hpack.huffman': 'a broken Huffman code',

  'limit.requests': 'more than 10,000 requests without a response: what follows is only counted',
  'limit.streams': 'more than 10,000 open streams: what follows is only counted',
} as const;

type RuleTexts = { readonly [Id in RuleId]: (typeof rules)[Id]['text'] };

const ruleTexts = Object.fromEntries(
  Object.entries(rules).map(([id, { text }]) => [id, text]),
) as unknown as RuleTexts;

/** A rule is named by what breaks it. */
export const faultReasons = { ...ruleTexts, ...besides } as const;
