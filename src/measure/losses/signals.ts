/** What changes what may be sent on a connection, or refuses what was asked of it, where it happens. */
import type { Signalled } from '../../model/facts.ts';
import type { Message } from '../../model/message.ts';
import type { ConnectionCount, Found } from '../connection-count.ts';
import { exchangeOf } from '../exchanges/http.ts';
import type { Notice } from '../order.ts';

/** RST_STREAM and GOAWAY, RFC 9113 §6.4 and §6.8. */
export const signalNotice = (
  state: ConnectionCount,
  notice: Extract<Notice, { what: 'reset' | 'goaway' }>,
  found: Found,
): void => {
  const { by, at, error } = notice;
  const what: Signalled =
    notice.what === 'reset'
      ? { what: 'RST_STREAM', stream: notice.stream, error }
      : { what: 'GOAWAY', lastStream: notice.lastStream, error };
  found.signal(state, by, at, what);
};

/** With this request as many streams are open as the server lets be, RFC 9113 §5.1.2. Told once for each limit. */
export const signalLimit = (state: ConnectionCount, { begin }: Message, found: Found): void => {
  const { http } = state.exchanges;
  if (http.isMostTold || http.open.size < http.most) return;
  http.isMostTold = true;
  found.signal(state, 'server', begin.at, { what: 'limit-of-streams', most: http.most });
};

/** An answer that does not grant what its request asked to change to: RFC 9110 §7.8 and, with :protocol, RFC 8441 §5. */
export const signalRefusal = (state: ConnectionCount, message: Message, found: Found): void => {
  const { http } = state.exchanges;
  if (!http.hasAskedToChange) return;
  const asked = exchangeOf(http, message)?.fields;
  const { version, status, upgrade } = message.http ?? {};
  const to = asked?.upgrade ?? asked?.protocol;
  if (to === undefined || status === undefined) return;
  // What is answered in HTTP/2 was granted h2c, RFC 7540 §3.2.
  const isUpgraded = status === 101 || version === '2';
  const isGranted = asked?.protocol === undefined ? isUpgraded : status >= 200 && status < 300;
  if (isGranted) return;
  found.signal(state, 'server', message.begin.at, {
    ...{ what: 'upgrade-refused', to: to.slice(0, textKept), status },
    ...(upgrade === undefined ? {} : { said: upgrade.slice(0, textKept) }),
  });
};

const textKept = 100;
