/**
 * A trace of `observe` that is too long to be held is judged event by event, as it was when it was recorded: in memory
 * that goes by what is open.
 */
import { isObservation, measureStream, type StreamMeasurement } from '../../assess/observe.ts';
import { readHeader, readLine } from '../../model/read-recordings.ts';
import type { LabReport } from '../../model/report.ts';
import { fileChunks } from './capture.ts';

export interface ReadTrace {
  report: LabReport;
  endsEarly: boolean;
}

/** Throws an Error that says which line is wrong and why, or that it is none of `observe`. */
export async function readLongTrace(file: string): Promise<ReadTrace> {
  let measuring: StreamMeasurement | null = null;
  let [number, hasBegun, endsEarly] = [0, false, false];
  for await (const { text, isWhole } of linesOf(file)) {
    number += 1;
    const value = parsed(text);
    if (value === undefined && (isWhole || measuring === null)) throw new Error(`line ${number} is not JSON`);
    if (measuring === null) {
      const description = readHeader(value);
      if (!isObservation(description)) throw new Error('it is too long for a trace that is not of observe');
      measuring = measureStream({ lab: 'observe', target: description.target ?? '', on: null });
    } else if (value === undefined) endsEarly = true;
    else {
      const read = readLine(number, value, hasBegun);
      if ('question' in read) hasBegun = true;
      else if (read.type !== 'mark') measuring.push(read);
    }
  }
  if (measuring === null || !hasBegun) throw new Error('it ends before its first question');
  if (endsEarly) measuring.cutShort();
  return { report: measuring.report(), endsEarly };
}

/** Undefined for what is no JSON. */
function parsed(text: string): Record<string, unknown> | null | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Line {
  text: string;
  /** It has its end. */
  isWhole: boolean;
}

/** Bytes of a line: an event has no more of the wire than was read from a socket at once. */
const longestLine = 16 * 1024 * 1024;

async function* linesOf(file: string): AsyncGenerator<Line> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of fileChunks(file)) {
    let from = 0;
    for (let to = chunk.indexOf(10); to >= 0; to = chunk.indexOf(10, from)) {
      const line = Buffer.concat([rest, chunk.subarray(from, to)]);
      yield { text: line.toString('utf8'), isWhole: true };
      rest = Buffer.alloc(0);
      from = to + 1;
    }
    // What was read is read over.
    rest = Buffer.concat([rest, chunk.subarray(from)]);
    if (rest.length > longestLine) throw new Error('a line of it is longer than 16 MB');
  }
  if (rest.length > 0) yield { text: rest.toString('utf8'), isWhole: false };
}
