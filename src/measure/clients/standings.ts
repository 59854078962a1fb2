/**
 * How the connections of one client stand: how many could carry an exchange at once, and how many could not and why. Of
 * late changes is remembered when they were, because a client asks for a connection before the record has it.
 */
import type { Standing } from '../exchanges/exchanges.ts';

/** The event that is being counted, of all clients of a trace. */
export interface Latest {
  seq: number;
  at: number;
}

export interface Standings {
  latest: Latest;
  now: Record<Standing, number>;
  /**
   * Late changes, oldest first: after which event, and of which kind, below zero for one less. Numbers, because objects
   * for each of thousands of clients would take megabytes. `forgotten`: after which event the latest was that is not among them.
   */
  changes: { seqs: number[]; kinds: number[]; forgotten: number };
}

export const noStandings = (latest: Latest): Standings => ({
  latest,
  now: { unused: 0, busy: 0, full: 0, room: 0, idle: 0, over: 0 },
  changes: { seqs: [], kinds: [], forgotten: Number.NEGATIVE_INFINITY },
});

/** By name: it is asked of every message, and a name that is not known in advance would be looked up each time. */
export const countStanding = ({ latest, now, changes }: Standings, standing: Standing, by: 1 | -1): void => {
  switch (standing) {
    case 'idle':
      now.idle += by;
      note(changes, latest.seq, by * idle);
      break;
    case 'busy':
      now.busy += by;
      note(changes, latest.seq, by * busy);
      break;
    case 'room':
      now.room += by;
      note(changes, latest.seq, by * room);
      break;
    case 'full':
      now.full += by;
      note(changes, latest.seq, by * full);
      break;
    case 'unused':
      now.unused += by;
      note(changes, latest.seq, by * unused);
      break;
    case 'over':
      now.over += by;
      break;
  }
};

/** A connection that its client asked for after the event of this `seq`. */
export const countAsked = ({ now, changes }: Standings, seq: number): void => {
  now.unused += 1;
  note(changes, seq, unused);
};

const note = (changes: Standings['changes'], seq: number, kind: number): void => {
  const last = changes.seqs.length - 1;
  if (last < 0 || (changes.seqs[last] ?? 0) <= seq) {
    changes.seqs.push(seq);
    changes.kinds.push(kind);
  } else {
    const place = changes.seqs.findLastIndex((earlier) => earlier <= seq) + 1;
    changes.seqs.splice(place, 0, seq);
    changes.kinds.splice(place, 0, kind);
  }
  if (last + 2 >= 2 * remembered) keepLatest(changes, remembered);
};

/** Little is kept of a client that has left: one of its connections may be under way. */
export const keepFewChanges = ({ changes }: Standings): void => keepLatest(changes, rememberedOfGone);

const keepLatest = (changes: Standings['changes'], kept: number): void => {
  const surplus = changes.seqs.length - kept;
  if (surplus <= 0) return;
  changes.forgotten = changes.seqs[surplus - 1] ?? 0;
  changes.seqs.splice(0, surplus);
  changes.kinds.splice(0, surplus);
};

/** How they stood after the event of this `seq`, or as early as is remembered. */
export const standingsAfter = ({ now, changes }: Standings, seq: number): Record<Standing, number> => {
  const then = { ...now };
  const earliest = Math.max(seq, changes.forgotten);
  for (let place = changes.seqs.length - 1; place >= 0; place -= 1) {
    if ((changes.seqs[place] ?? 0) <= earliest) break;
    const change = changes.kinds[place] ?? 0;
    const kind = kinds[Math.abs(change)];
    if (kind !== undefined) then[kind] -= Math.sign(change);
  }
  return then;
};

/** What is over is of no use to anybody, and not remembered. */
const [idle, busy, room, full, unused] = [1, 2, 3, 4, 5];
const kinds: readonly Standing[] = ['over', 'idle', 'busy', 'room', 'full', 'unused'];

/** At least: about as many as thirty connections make while another is being accepted. */
const remembered = 64;
const rememberedOfGone = 16;
