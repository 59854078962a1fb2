/** How long things took, and what new connections replaced, in words: the median, and between what it lies. */
import type { Facts, ReplacedConnections, Spread, Times } from '../../model/facts.ts';
import type { LabResult } from '../../model/result.ts';
import type { Plain, Say } from '../language/say.ts';
import { listed } from './words.ts';

/** '0.4 ms', '85 ms', '2.0 s'. */
const figure = (milliseconds: number): string => {
  if (milliseconds < 9.95) return `${milliseconds.toFixed(1)} ms`;
  return milliseconds < 999.5 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
};

/** '1.9 s to 2.1 s, median 2.0 s'; one alone is told by itself. */
export const spreadWords = ({ count, smallest, median, largest }: Spread, say: Say): string =>
  count === 1
    ? figure(median)
    : say('{Smallest} to {Largest}, median {Median}', {
        Median: figure(median),
        Smallest: figure(smallest),
        Largest: figure(largest),
      });

const timeNames = {
  requestToAnswer: 'request to answer',
  exchange: 'a whole exchange',
  idleBeforeReuse: 'idle before it is used again',
  answerToCloseByServer: 'answer to close by the server',
  answerToCloseByClient: 'answer to close by the client',
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
