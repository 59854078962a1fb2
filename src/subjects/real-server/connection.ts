/** A connection to a server that we did not write: the tap in front of it, and a client of the bench's own. */

import { note } from '../../model/scripts/note.ts';
import { oneAtATime } from '../../model/scripts/real-server.ts';
import type { Tap } from '../../wire/tap.ts';
import { serverName } from '../../wire/tls.ts';
import { type Authority, http2ClientFor } from '../http/http2-client.ts';
import { rawClient } from '../http/raw-client.ts';
import type { Stage } from '../stage.ts';
import type { BareClient } from '../subject.ts';
import type { Target } from '../target.ts';

export type ProbeVersion = '1.0' | '1.1' | '2';

export interface RealServer {
  url: URL;
  version: ProbeVersion;
  /** How many requests one after another. */
  requests: number;
  /** For how many seconds an idle connection is watched; null: it is not. */
  idleSeconds: number | null;
  /** Up to how many requests are tried on one connection; null: it is not tried. */
  limit: number | null;
  /** For how many seconds an answer that is owed is waited for. */
  patienceSeconds: number;
  /** It serves one connection at a time, so that nothing beside a question can show that it is alive. */
  isOneAtATime?: boolean;
}

/** Where the server of a URL listens. */
export const addressOf = ({ hostname, port, protocol }: URL): Target => ({
  host: hostname.replace(/^\[(.*)\]$/, '$1'),
  port: Number(port || (protocol === 'https:' ? 443 : 80)),
});

export interface RealConnection {
  tap: Tap;
  client: BareClient;
  /** Another client of the same tap. */
  another(): BareClient;
  path: string;
  /** What a request is for, in HTTP/2. */
  authority: Authority;
}

export interface ConnectionOptions {
  /** The client asks to keep the connection, which HTTP/1.1 does of itself. */
  keep?: boolean;
  /** No other connection is opened beside those that are asked for. */
  isAlone?: boolean;
}

export async function openConnection(
  stage: Stage,
  { url, version, isOneAtATime = false }: RealServer,
  { keep = false, isAlone = isOneAtATime }: ConnectionOptions = {},
): Promise<RealConnection> {
  const { host } = addressOf(url);
  const secure = url.protocol === 'https:';
  const authority: Authority = { authority: url.host, scheme: secure ? 'https' : 'http' };
  const clientFor = (to: Target, scope: Stage['scope']): BareClient =>
    version === '2'
      ? http2ClientFor(to, scope, authority)
      : rawClient({
          version,
          reuse: true,
          host: url.host,
          fields: [...fieldsOfAll, ...(keep ? ['Connection: keep-alive'] : [])],
        })(to, scope);
  const path = `${url.pathname}${url.search}`;
  const tls = secure ? { tls: { ...serverName(host), alpn: [version === '2' ? 'h2' : 'http/1.1'] } } : {};
  const control = (to: Target, scope: Stage['scope']) => {
    const client = clientFor(to, scope);
    return () => client.request(path).finished.catch(() => client.request(path).finished);
  };
  const tap = await stage.tap(addressOf(url), { ...(isAlone ? {} : { control }), ...tls });
  if (isOneAtATime) await stage.mark(note(oneAtATime));
  const another = () => clientFor(tap.address, stage.scope);
  return { tap, client: another(), another, path, authority };
}

export const fieldsOfAll = ['User-Agent: http-version-lab', 'Accept: */*'];

export const contentLength = 2;

/** A request whose content is withheld until the gate is released. */
export async function* withheldContent(passed: () => Promise<void>): AsyncGenerator<string> {
  yield 'a';
  await passed();
  yield 'b';
}
