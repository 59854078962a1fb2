/** The dissector of one connection, chosen by its transport and, for streams, by what its bytes say. */
import type { MessageListener } from '../model/message.ts';
import type { Framing } from '../model/result.ts';
import type { OpenEvent } from '../model/trace.ts';
import { datagrams } from './datagrams.ts';
import { detect, detectLines } from './detect.ts';
import type { ConnectionDissector } from './dissector.ts';
import { behindProxyHeader } from './proxy/proxy.ts';

/** `framing`: how a lab says that its streams are cut into messages. */
export function connectionDissector(
  open: OpenEvent,
  listener: MessageListener,
  framing?: Framing,
): ConnectionDissector {
  const stream = framing === 'lines' ? detectLines : detect;
  switch (open.transport) {
    case 'udp':
      return datagrams(open.connection, listener);
    case 'unix':
      return behindProxyHeader(stream)(open.connection, overUnixSocket(listener));
    case 'tcp':
      return behindProxyHeader(stream)(open.connection, listener);
  }
}

/** TCP goes without saying; what else lies beneath a stream is said with its protocol. */
const overUnixSocket = (listener: MessageListener): MessageListener => ({
  ...listener,
  protocol: (connection, protocol, isProvisional) =>
    listener.protocol(connection, `${protocol} over a Unix-domain socket`, isProvisional),
});
