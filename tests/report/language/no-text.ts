/**
 * Literals of several words that no reader of a report is told: bytes on the wire, lines on stderr, what the files for
 * other programs say, and names by which things are found.
 */
import type { Literal } from './literals.ts';

export const isNoText = (literal: Literal): boolean => rules.some((rule) => rule(literal));

const rules: ((literal: Literal) => boolean)[] = [
  ({ path }) => stayEnglish.has(path),
  // A subject speaks to its other side; a reader meets its name, and what it could not do.
  ({ path, key, thrown }) => path.startsWith('src/subjects/') && !thrown && key !== 'name',
  // What a question asks is told in the report's own words.
  ({ path, key }) => path.startsWith('src/questions/') && key === 'asks',
  ({ path, text }) => path.startsWith('src/questions/') && /[\n;] ?$/.test(text),
  ({ key }) => key === 'of' || key === 'mark' || key === 'id',
  ({ text }) => names.has(text),
];

const stayEnglish: ReadonlySet<string> = new Set([
  'src/bench/child.ts',
  'src/bench/live/terminal.ts',
  'src/bench/live/log.ts',
  'src/report/files/har.ts',
  'src/report/words/nearest.ts',
]);

const names: ReadonlySet<string> = new Set([
  // Marks, and what they are of.
  'question begun',
  'question ended',
  'exchanges asked',
  'event occurred',
  'event delivered',
  'idle limit',
  '(last word)',
  // Questions and scripts.
  'strict handshake',
  'reuse, asked to keep alive',
  'request limit',
  'one front connection',
  'one front connection, {}',
  'five front connections',
  'reach over',
  'reach over {}',
  'reach over http/1.1',
  'no request at all',
  'reuse, asked to keep alive',
  'request limit',
  '; did you mean {}?', // of an error's one line
  '{}: failed after its end: {}: {}', // a line on stderr
  'interrupted: {} of {} labs had not come to their end', // a line on stderr
  'websocket over {}',
  'interlock over http/1.1',
  'interlock over http/2',
  'websocket over http/1.1',
  'websocket over http/2',
  // Kinds of damage.
  'tap error',
  // A header field, an answer of a proxy, an error that only who changes the code can meet, a rejected promise, a name.
  'gzip, deflate',
  '<h1>400 Bad request</h1>\nYour browser sent an invalid request.',
  'no route has a schema',
  'open connections',
  'the tap behind the proxy',
  "the trace's listener failed: {}",
  'another tap',
  'there is no lab "{}"{}',
  '; there are: {}',
  // On a terminal's stderr, while labs run.
  '{} labs on the bench, {} questions answered',
  // Commands to be typed.
  '  npm run lab -- explain {}   {}',
  '  npm run lab -- run {}       {}',
  // Classes of elements.
  'tick first',
  'turn back',
  'bar {}',
  'verdict points',
]);
