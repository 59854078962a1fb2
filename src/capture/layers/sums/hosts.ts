/**
 * Whether a wrong checksum means that the packet was damaged (RFC 9293 §3.1). Some hosts send what looks like a sum and
 * is none, some captures were changed after they were made: whose sums are never right, of that they tell nothing.
 */
export interface Sums {
  right: number;
  wrong: number;
}

export interface Host {
  sums: Sums;
  /** Of segments that are larger than the path carries: a card put them together, or is to cut them up. */
  large: Sums;
  /** The largest segment that it told others to send, in its SYNs; 0 where it told none. */
  largest: number;
  /** Where that went which was wrong while nobody could know whether its sums are ever right; null: that is not sure. */
  doubts: (Way | null)[];
}

/** From one endpoint to another. */
export interface Way {
  source: number;
  destination: number;
  host: Host;
  receiver: Host;
}

export const createSums = (): Sums => ({ right: 0, wrong: 0 });

export const createHost = (): Host => ({
  sums: createSums(),
  large: createSums(),
  largest: 0,
  doubts: [],
});

/** Once it is plain that its sums are never right there is no need to look. */
export const isChecked = ({ right, wrong }: Sums): boolean => wrong < 16 || right >= wrong;

/** Whether a sum that is wrong was right when it was sent. */
export const areKept = ({ right, wrong }: Sums): boolean => right > 0 && right >= wrong;

/** Fewer than these may all have been damaged. */
const few = 4;

export const mayBeKept = ({ right, wrong }: Sums): boolean => right > 0 || wrong < few;

/** Where nobody told how large a segment may be: what Ethernet carries, RFC 894 and RFC 9293 §3.7.1. */
const usual = 1460;

/** Whether a segment with so much payload cannot have crossed the path between these as it is. */
export function isLarge(payload: number, sender: Host, receiver: Host): boolean {
  if (payload <= 536) return false;
  const [one, other] = [sender.largest, receiver.largest];
  return payload > (one === 0 || other === 0 ? one || other || usual : Math.min(one, other));
}
