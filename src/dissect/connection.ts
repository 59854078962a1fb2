/** The dissector of one connection, chosen by its transport and, for streams, by what its bytes say. */
import type { MessageListener } from '../model/message.ts';
import type { OpenEvent } from '../model/trace.ts';
import { detect } from './detect.ts';
import { datagrams } from './records.ts';
import type { FinishingDissector } from './takeover.ts';

export function connectionDissector(open: OpenEvent, listener: MessageListener): FinishingDissector {
  return open.transport === 'udp' ? datagrams(open.connection, listener) : detect(open.connection, listener);
}
