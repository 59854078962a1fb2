/** Steps told in one reading, as they would have been told later in another. */
import type { Step } from '../../../assess/observe.ts';
import type { Position } from '../../../model/trace.ts';

/** So much later: in the order of events, and in nanoseconds. */
export type Shift = Pick<Position, 'seq' | 'at'>;

export function shifted(step: Step, by: Shift): Step {
  const moved = <One extends Position>(one: One): One => ({
    ...one,
    seq: one.seq + by.seq,
    at: one.at + by.at,
  });
  const later = <Seq extends number | null>(seq: Seq) => (seq === null ? null : Number(seq) + by.seq);
  const own = moved(step);
  switch (own.what) {
    case 'opened': {
      const { asked } = own.open;
      const open = { ...moved(own.open), ...(asked === undefined ? {} : { asked: asked + by.seq }) };
      return { ...own, open };
    }
    case 'stood':
      return { ...own, ended: own.ended && { ...own.ended, since: own.ended.since + by.seq } };
    case 'begun': {
      const { asked } = own.begun;
      return {
        ...{ ...own, begin: own.begin + by.seq },
        begun: { ...own.begun, asked: asked && { ...asked, begin: moved(asked.begin) } },
      };
    }
    case 'lost':
      return { ...own, since: moved(own.since) };
    case 'signal':
      return { ...own, on: own.on + by.at };
    case 'fault':
      return { ...own, fault: moved(own.fault) };
    case 'closed':
      return {
        ...own,
        sums: { ...own.sums, end: later(own.sums.end), begunUntold: later(own.sums.begunUntold) },
      };
    default:
      return own;
  }
}
