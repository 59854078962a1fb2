/** Plays a dialogue to a dissector and writes down all that it reports, with the ids of rules in place of sentences. */
import type { Dissect } from '../../src/dissect/dissector.ts';
import type { Message, MessageListener } from '../../src/model/message.ts';
import { type Fault, gradeOf } from '../../src/model/rules/fault.ts';
import { type Step, take } from '../dissect/steps.ts';

export interface Read {
  protocols: string[];
  /** How its bytes cannot be read, where they cannot. */
  opaque: string[];
  /**
   * `c2s 1 x1 GET /a 0..28 +0 headers`: the client's first message, of exchange 1, in the bytes 0 to 28 of its
   * direction, with no bytes of content, ended with its headers. A response has its status instead, what is no HTTP its
   * text, and `x-` where it has no exchange. `cut` or `open` where it did not end whole. Sorted.
   */
  messages: string[];
  /** `s2c SETTINGS 0..9`: what it is, and its bytes. */
  controls: string[];
  /** `client 17 violation http1.chunk-size`: whose it is, its offset, how grave, and the rule. Sorted by offset. */
  faults: string[];
}

export function read(dissect: Dissect, steps: readonly Step[]): Read {
  const found: Read = { protocols: [], opaque: [], messages: [], controls: [], faults: [] };
  let messages: Message[] = [];
  const faults: Fault[] = [];
  const listener: MessageListener = {
    protocol: (_, protocol) => found.protocols.push(protocol),
    begun: (message) => messages.push(message),
    ended() {},
    withdrawn(message) {
      messages = messages.filter((other) => other !== message);
    },
    opaque(_, how) {
      found.opaque.push(how);
      // Lines may have been told of until it was known, or not, which depends on how the bytes are cut.
      if (how !== 'unknown') return;
      found.protocols = found.protocols.filter((protocol) => protocol !== 'records');
      messages = messages.filter(({ kind }) => kind !== 'record');
    },
    control: ({ direction, what, from, to }) => found.controls.push(`${direction} ${what} ${from}..${to}`),
    fault: (fault) => faults.push(fault),
  };
  listenTo(dissect, steps, listener);
  found.messages = messages.map(described).sort();
  found.controls.sort();
  found.faults = faults
    .toSorted((a, b) => a.side.localeCompare(b.side) || a.offset - b.offset)
    .map(({ side, offset, reason }) => `${side} ${offset} ${gradeOf(reason)} ${reason.id}`);
  return found;
}

/** To the end, whatever it tells. */
export function listenTo(dissect: Dissect, steps: readonly Step[], listener: MessageListener): void {
  const dissector = dissect(1, listener);
  let seq = 0;
  for (const step of steps) {
    seq += 1;
    take(dissector, step, { seq, at: seq * 1000 });
  }
  dissector.finish?.({ seq: seq + 1, at: 0 });
}

function described({
  direction,
  ordinal,
  exchange,
  from,
  to,
  content,
  http,
  text,
  end,
  ending,
}: Message): string {
  const what = http === undefined ? JSON.stringify(text) : (http.status ?? `${http.method} ${http.path}`);
  return `${direction} ${ordinal} x${exchange ?? '-'} ${what} ${from}..${to} +${content} ${end === null ? 'open' : ending}`;
}
