/** A connection to a server that we did not write: the tap in front of it, and a client of the bench's own. */

import { note } from '../../model/scripts/note.ts';
import { oneAtATime } from '../../model/scripts/real-server.ts';
import type { Tap } from '../../wire/tap.ts';
import {
  type Asked,
  contentLines,
  fieldLines,
  fieldsOfAll,
  headersOf,
  methodsOf,
  ordinaryContent,
  usualMethods,
} from '../asked.ts';
import { type Authority, http2ClientFor } from '../http/http2-client.ts';
import { rawClient } from '../http/raw-client.ts';
import type { Stage } from '../stage.ts';
import type { BareClient, ClientExchange, Content } from '../subject.ts';
import type { Target } from '../target.ts';

export type ProbeVersion = '1.0' | '1.1' | '2';

export interface RealServer {
  asked: Asked;
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
  /** It ended connections after so many requests now, and so many then. */
  isUnlikeBefore?: boolean;
}

export interface RealConnection {
  tap: Tap;
  client: BareClient;
  /** Another client of the same tap. */
  another(): BareClient;
  path: string;
  /** One request as the user wants them all. */
  ask(by?: BareClient): ClientExchange;
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
  { asked, version, isOneAtATime = false }: RealServer,
  { keep = false, isAlone = isOneAtATime }: ConnectionOptions = {},
): Promise<RealConnection> {
  const { url, host, tls } = asked;
  const authority: Authority = {
    ...{ authority: host, scheme: tls ? 'https' : 'http' },
    ...{ methods: methodsOf(asked), own: headersOf(asked) },
  };
  const clientFor = (to: Target, scope: Stage['scope'], who = authority): BareClient =>
    version === '2'
      ? http2ClientFor(to, scope, who)
      : rawClient({
          ...{ version, reuse: true, host },
          methods: who.methods ?? usualMethods,
          fields: fieldLines(asked, [...fieldsOfAll, ...(keep ? ['Connection: keep-alive'] : [])]),
          contentFields: contentLines(asked),
        })(to, scope);
  const path = `${url.pathname}${url.search}`;
  // What only shows that the server is alive is asked without content.
  const control = (to: Target, scope: Stage['scope']) => {
    const client = clientFor(to, scope, { ...authority, methods: usualMethods });
    return () => client.request(path).finished.catch(() => client.request(path).finished);
  };
  const tap = await stage.tap(asked.to, {
    ...(isAlone ? {} : { control }),
    ...(tls ? { tls: { ...tls, alpn: [version === '2' ? 'h2' : 'http/1.1'] } } : {}),
  });
  if (isOneAtATime) await stage.mark(note(oneAtATime));
  const another = () => clientFor(tap.address, stage.scope);
  const client = another();
  const ask = (by = client) => by.request(path, ordinaryContent(asked));
  return { tap, client, another, ask, path, authority };
}

/** A request whose content is withheld, but for its first byte, until the gate is released. */
export function withheldContent(server: RealServer, passed: () => Promise<void>): Content {
  const bytes = contentOf(server);
  async function* parts() {
    yield bytes.subarray(0, 1);
    await passed();
    yield bytes.subarray(1);
  }
  return { length: bytes.length, parts: parts() };
}

/** Of the user, where it has a first byte and a rest. */
export const contentOf = ({ asked: { body } }: RealServer): Uint8Array =>
  body !== null && body.length > 1 ? body : someContent;

const someContent = Buffer.from('ab');
