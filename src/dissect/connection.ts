/** The dissector of one connection, chosen by its transport and, for streams, by what its bytes say. */
import type { MessageListener } from '../model/message.ts';
import type { OpenEvent } from '../model/trace.ts';
import { datagrams } from './datagrams.ts';
import { detect } from './detect.ts';
import type { ConnectionDissector } from './dissector.ts';

export function connectionDissector(open: OpenEvent, listener: MessageListener): ConnectionDissector {
  switch (open.transport) {
    case 'udp':
      return datagrams(open.connection, listener);
    case 'unix':
      return detect(open.connection, overUnixSocket(listener));
    case 'tcp':
      return detect(open.connection, listener);
  }
}

/** TCP goes without saying; what else lies beneath a stream is said with its protocol. */
const overUnixSocket = (listener: MessageListener): MessageListener => ({
  ...listener,
  protocol: (connection, protocol) => listener.protocol(connection, `${protocol} over a Unix-domain socket`),
});
