/** A connection as the live page's server keeps it, and what the page is told of it: data, short, with controls made visible. */

import type { Control, Message } from '../../model/message.ts';
import type { Fault } from '../../model/rules/fault.ts';
import type { Address, OpenEvent } from '../../model/trace.ts';
import { type ConnectionTranscript, nothingPassed } from '../../model/transcript.ts';
import type { Say } from '../../report/language/say.ts';
import { connectionData, messageData } from '../../report/page/data.ts';
import type { ConnectionData, MessageData } from '../../report/page/shapes.ts';
import { printable } from '../../report/words/text.ts';

export const createConnection = (open: OpenEvent): LiveConnection => ({
  open,
  connection: open.connection,
  protocol: null,
  messages: [],
  controls: [],
  faults: [],
  ends: [],
  closed: null,
  error: null,
  passed: nothingPassed(),
  unfinished: new Map(),
  fresh: { messages: new Set(), controls: new Set(), faults: new Set() },
  withdrawn: [],
  earlier: 0,
  announced: false,
});

export function dataOf(
  kept: LiveConnection,
  entries: Entry[],
  controls: LiveConnection['controls'],
  faults: LiveConnection['faults'],
  say: Say,
): ConnectionData {
  const bare = connectionData({ ...kept, messages: [], controls, faults }, () => [], say);
  const messages = entries.map((entry) => detached(entry, say));
  return { ...bare, client: addressed(kept.open.front.client), earlier: kept.earlier, messages };
}

/** A part of a text keeps the whole of it in memory: what has ended is copied, and its message let go. */
function detached(entry: Entry, say: Say): MessageData {
  const { source } = entry;
  if ('data' in source) return source.data;
  const { message } = source;
  const copy = JSON.parse(JSON.stringify(messageData(shortened(message), [], say))) as MessageData;
  // It may still become whole.
  const data = { ...copy, whole: copy.whole || message.end === null };
  if (message.end) entry.source = { data };
  return data;
}

/** So that nothing long has to be looked through. */
function shortened(message: Message): Message {
  const fields = Object.entries(message.http ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' && value.length > longest ? `${value.slice(0, longest - 1)}…` : value,
  ]);
  return message.http ? { ...message, http: Object.fromEntries(fields) } : message;
}

const longest = 200;

const addressed = (address: Address): string =>
  printable('path' in address ? address.path : `${address.host}:${address.port}`);

export interface Entry {
  direction: Message['direction'];
  ordinal: number;
  source: { message: Message } | { data: MessageData };
}

export interface LiveConnection extends Omit<ConnectionTranscript, 'messages'> {
  messages: Entry[];
  unfinished: Map<Message, Entry>;
  /** Not announced to the page yet. */
  fresh: { messages: Set<Entry>; controls: Set<Control>; faults: Set<Fault> };
  withdrawn: [Message['direction'], number][];
  /** Messages that are not kept any more. */
  earlier: number;
  /** Whether the page knows of it. */
  announced: boolean;
}
