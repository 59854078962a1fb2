/** What is said on stderr of a capture as a whole: what of it could not be read, and what was read all the same. */
import type { CaptureSummary } from '../../capture/capture.ts';
import type { Apart } from '../../capture/files/rotations.ts';
import type { Part, Uncarried } from '../../model/parts/part.ts';
import { printable } from '../../report/words/text.ts';

/** So many kinds are named; the rest is counted together. */
const named = 12;

export function remarks(summary: CaptureSummary, servers: number): string[] {
  const { packets, damaged, wrongHeaders } = summary;
  return [
    ...(damaged ? ['the capture is cut short or damaged: what was open at its end is inconclusive'] : []),
    ...unreadLine(summary),
    ...(wrongHeaders > 0
      ? [
          `the IPv4 header checksum is wrong in ${wrongHeaders} of ${packets} packets that were read all the same`,
        ]
      : []),
    ...guessLine(summary),
    ...(servers === 0 ? ['no connection was found in the capture'] : []),
  ];
}

function unreadLine({ packets, unread }: CaptureSummary): string[] {
  if (unread.length === 0) return [];
  const [most, rest] = [unread.slice(0, named), unread.slice(named)];
  const kinds = [
    ...most.map((one) => `${one.packets} ${one.kind}`),
    ...(rest.length > 0 ? [`${total(rest)} of other kinds`] : []),
  ];
  return [`nothing could be made of ${total(unread)} of ${packets} packets: ${kinds.join(', ')}`];
}

/** Each pair of ports once, the most frequent ports of a server first. */
function guessLine({ guesses: { connections, ports } }: CaptureSummary): string[] {
  if (connections === 0) return [];
  const taken = [...new Set(ports.map(([server]) => server))];
  const others = [...new Set(ports.map(([, other]) => other))].filter((port) => !taken.includes(port));
  const line = `nothing in ${connections} connection(s) tells which end is the server: the lower port was taken for it (${listed(taken)})`;
  return [others.length === 0 ? line : `${line}; --port PORT takes the other (${listed(others)})`];
}

/** Some of them. */
const listed = (ports: readonly number[]): string =>
  [...ports.slice(0, 3), ...(ports.length > 3 ? ['…'] : [])].join(', ');

const total = (unread: CaptureSummary['unread']): number =>
  unread.reduce((sum, { packets }) => sum + packets, 0);

/** Of two files that may be of one rotation why the second is not read on from the first. */
export function apartLine({ before, after, why, pause }: Apart): string {
  const [a, b] = [printable(before), printable(after)];
  const seconds = `${(Math.abs(pause) / 1e9).toPrecision(3)} s`;
  const whys: Record<Apart['why'], string> = {
    overlap: `they overlap by ${seconds}`,
    pause: `nothing was recorded for ${seconds} in between, longer than ever within them, and no connection goes on from one to the other`,
    damaged: `${a} is cut short or damaged`,
    missing: `their numbers do not follow each other, and no connection goes on from one to the other`,
  };
  return `${a} and ${b} are not read as one capture: ${whys[why]}; what was open then is counted in each`;
}

/** Of two parts of one capture that cannot be joined. */
export function cutLine(before: Part, after: Part): string {
  const [a, b] = [nameOf(before), nameOf(after)];
  const whys: Record<Uncarried, string> = {
    size: 'it carries no packets of connections that go on, which were too many',
    checksums:
      'it carries no packets of connections that go on, because checksums are wrong in it and whole captures alone tell which',
  };
  const which = before.uncarried === null ? b : a;
  const why = before.uncarried ?? after.uncarried ?? 'size';
  return `${a} and ${b} cannot be joined: of ${which}, ${whys[why]}; what was open then is counted in each`;
}

const nameOf = ({ files }: Part): string => printable(files.map(({ base }) => base).join(' '));

export const copyLine = (name: string, before: string): string =>
  `${printable(name)} holds the same as ${printable(before)}, and is not counted again`;

/** Of two captures that were recorded at the same time, on one machine or on two. */
export const twiceLine = ([a, b]: [string, string], connections: number): string =>
  `${connections} connection(s) between the same ends are in ${a} and in ${b}, which overlap in time: if both recorded the same traffic, it is counted twice`;
