/** How long things took, and what new connections replaced, in words: the median, and between what it lies. */
import type { Facts, ReplacedConnections, Spread, Times } from '../../model/facts.ts';
import type { LabResult } from '../../model/result.ts';
import type { Plain, Say } from '../language/say.ts';
import { listed } from './words.ts';

/** '0.04 ms', '1.4 ms', '85 ms', '2.0 s'. */
export const milliseconds = (figure: number): string => {
  if (figure < 0.995) return `${figure.toFixed(2)} ms`;
  if (figure < 9.95) return `${figure.toFixed(1)} ms`;
  return figure < 999.5 ? `${Math.round(figure)} ms` : `${(figure / 1000).toFixed(1)} s`;
};

/** '1.9 s to 2.1 s, median 2.0 s'; one alone is told by itself. */
export const spreadWords = ({ count, smallest, median, largest }: Spread, say: Say): string =>
  count === 1
    ? milliseconds(median)
    : say('{Smallest} to {Largest}, median {Median}', {
        Median: milliseconds(median),
        Smallest: milliseconds(smallest),
        Largest: milliseconds(largest),
      });

export const timeNames = {
  requestToAnswer: 'request to answer',
  exchange: 'whole exchange',
  idleBeforeReuse: 'idle before reuse',
  answerToCloseByServer: 'server closes after',
  answerToCloseByClient: 'client closes after',
} as const satisfies Record<keyof Times, Plain>;

/** Each time with its name; none of what never was. */
export const timeWords = (times: Times, say: Say): [name: string, text: string][] =>
  (Object.keys(timeNames) as (keyof Times)[]).flatMap((name) => {
    const spread = times[name];
    return spread === undefined ? [] : [[say(timeNames[name]), spreadWords(spread, say)]];
  });

/** 'after 2 exchanges, idle for 2.0 s' */
const replacedWords = ({ exchanges, idle }: ReplacedConnections, say: Say): string => {
  const { smallest, largest } = exchanges;
  const after =
    smallest === largest
      ? say('after {n} exchange(s)', { n: smallest })
      : say('after {n} to {m} exchange(s)', { n: smallest, m: largest });
  return listed(
    idle === undefined ? [after] : [after, say('idle for {Time}', { Time: spreadWords(idle, say) })],
    say,
  );
};

/** 'closed by the server while idle (5: after 2 exchanges, idle for 2.0 s)', a text for each reason. */
export function newConnectionWords(
  { newConnections }: Pick<Facts, 'newConnections'>,
  replaced: LabResult['varying']['replaced'][string] | undefined,
  say: Say,
): string[] {
  return Object.entries(newConnections).map(([reason, times]) => {
    const those = replaced?.[reason];
    const more = those === undefined ? '' : say(': ') + replacedWords(those, say);
    return `${say.data(reason)} (${times}${more})`;
  });
}
