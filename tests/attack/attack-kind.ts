/** An attack: what is done to `observe` or to `probe`, and what must hold meanwhile and afterwards. */
import { type ChildProcess, spawnSync } from 'node:child_process';
import { printable } from '../../src/report/words/text.ts';
import { stackLine } from '../commands/command.ts';
import { mostMemory } from '../commands/observe/observing.ts';

export interface Attack {
  name: string;
  on: 'observe' | 'probe';
  run(size: Size): Promise<Came>;
}

/** How large attacks are: the figures of the command line. */
export interface Size {
  /** Of what goes on for a time. */
  seconds: number;
  connections: number;
  /** Clients that are more than the descriptors, and those that never read. */
  clients: number;
  /** Of a flood, 1,000,000 bytes each. */
  megabytes: number;
  /** Of `probe`, in seconds. */
  deadline: number;
}

export interface Came {
  /** Null where it had to be killed. */
  code: number | null;
  /** Bytes; null where the system does not tell. */
  peak: number | null;
  /** In one line. */
  said: string;
  /** What must hold and did not, a line each. */
  broken: string[];
}

/** One that was not made, because something is missing here. */
export class Impossible extends Error {}

/** What a program left, and what it must have left. */
export interface Left {
  code: number | null;
  stdout: string;
  stderr: readonly string[];
  peak: number | null;
  /** That it took; absent where it was told when to end. */
  seconds?: number;
}

export interface Must {
  code: number;
  /** Bytes of memory that it may have had at the most. */
  memory: number;
  /** That it may have taken at the most. */
  seconds?: number;
}

/** Exit code, memory, time, and what was said: never a stack, and never what a terminal would obey. */
export function brokenBy({ code, stdout, stderr, peak, seconds = 0 }: Left, must: Must): string[] {
  const lines = [...stdout.split('\n'), ...stderr];
  return [
    ...(code === must.code ? [] : [`exit code ${code}, and not ${must.code}`]),
    ...(peak !== null && peak > must.memory
      ? [`memory ${inMegabytes(peak)}, and not below ${inMegabytes(must.memory)}`]
      : []),
    ...(must.seconds !== undefined && seconds > must.seconds
      ? [`it took ${seconds.toFixed(0)} s, and not at most ${must.seconds} s`]
      : []),
    ...(lines.some((line) => stackLine.test(line)) ? ['a stack is shown'] : []),
    ...(lines.some((line) => printable(line, line.length * 8 + 1) !== line)
      ? ['a control character is shown']
      : []),
    ...(lines.some((line) => line.trim() !== '') || code === null ? [] : ['nothing is said']),
  ];
}

const megabyte = 1024 * 1024;
export const inMegabytes = (bytes: number): string => `${Math.round(bytes / megabyte)} MB`;

/** The most memory that a process had when it was last looked at, ten times a second and when it is asked for. */
export function peakOf(child: ChildProcess): { last(): Promise<number | null> } {
  let most: number | null = null;
  const look = async () => {
    const found = await mostMemory(child).catch(() => Number.NaN);
    if (found > 0) most = Math.max(most ?? 0, found);
  };
  const timer = setInterval(() => void look(), 100);
  child.once('close', () => clearInterval(timer));
  return {
    async last() {
      await look();
      return most;
    },
  };
}

export const isInstalled = (program: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
