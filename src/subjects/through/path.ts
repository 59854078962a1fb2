/**
 * The path through a proxy that we did not write: our client and a tap in front of it, a tap and our origin behind it.
 * RFC 9110 §3.7.
 */

import { type FrontVersion, paths } from '../../model/scripts/through.ts';
import { loopback } from '../../wire/address.ts';
import type { Scope } from '../../wire/scope.ts';
import {
  type Asked,
  contentLines,
  fieldLines,
  fieldsOfAll,
  headersOf,
  methodsOf,
  usualMethods,
} from '../asked.ts';
import { type Authority, http2ClientFor } from '../http/http2-client.ts';
import { rawClient } from '../http/raw-client.ts';
import { createScript, type Script } from '../script.ts';
import type { Stage, Tap } from '../stage.ts';
import type { BareClient, BareExchange, Content } from '../subject.ts';
import type { Target } from '../target.ts';
import { serveOrigin } from './origin.ts';

export interface RealProxy {
  asked: Asked;
  /** Where the proxy was told that its origin is. */
  originPort: number;
  /** It is asked for the origin by name, with the absolute form or CONNECT: RFC 9112 §3.2.2, §3.2.3. */
  isForward: boolean;
  /** What is spoken in front where a question does not say. */
  version: FrontVersion;
  /** For how long the next step of an exchange is waited for. */
  stepSeconds: number;
  /** Time for the proxy between one exchange and the next, where connections are counted. */
  pauseMilliseconds: number;
}

/** The URL's path without the slash at its end, because every path of the script begins with one. */
export const baseOf = ({ pathname }: URL): string => pathname.replace(/\/$/, '');

export interface Path {
  script: Script;
  /** The tap in front of the proxy. */
  front: Target;
  /** The tap behind it. */
  back: Pick<Tap, 'withhold'>;
  /** A client on a connection of its own. */
  client(): BareClient;
  /** Resolves when no control exchange is under way: behind the proxy they are among the others. */
  quiet(): Promise<unknown>;
  request(
    client: BareClient,
    path: string,
    content?: Content,
    fields?: Readonly<Record<string, string>>,
  ): BareExchange;
}

/** What a request is for, in HTTP/2, with the user's own fields. */
export const authorityOf = (asked: Asked): Authority => ({
  authority: asked.host,
  scheme: asked.tls ? 'https' : 'http',
  own: headersOf(asked),
});

/** What stands before each path, and where the request is for; HTTP/2 has that in fields of its own. */
function targetOf({ asked, version, originPort, isForward }: RealProxy): { asked: Asked; base: string } {
  if (!isForward) return { asked, base: baseOf(asked.url) };
  const host = originOf(originPort);
  return { asked: { ...asked, host }, base: version === 'http/2' ? '' : `http://${host}` };
}

/** As a forward proxy is asked for it. */
export const originOf = (port: number): string => `${loopback}:${port}`;

export async function openPath(stage: Stage, proxy: RealProxy): Promise<Path> {
  const { version, originPort } = proxy;
  const { asked, base } = targetOf(proxy);
  const script = createScript();
  const origin = await serveOrigin(script, stage.scope);
  const back = await stage.tap(origin, { side: 'back', at: { port: originPort } });
  const { host, tls } = asked;
  const methods = { ...usualMethods, withContent: methodsOf(asked).withContent };
  const connect = (to: Target, scope: Scope): BareClient =>
    version === 'http/2'
      ? http2ClientFor(to, scope, {
          ...{ ...authorityOf(asked), methods },
          ...(proxy.isForward ? { scheme: 'http' } : {}),
        })
      : rawClient({
          ...{ version: '1.1', reuse: true, host, methods },
          fields: fieldLines(asked, fieldsOfAll),
          contentFields: contentLines(asked),
        })(to, scope);
  let underWay: Promise<unknown> = Promise.resolve();
  const control = (to: Target, scope: Scope) => {
    const client = connect(to, scope);
    return (nth: string) => {
      underWay = client.request(`${base}${paths.control}/${nth}`).finished.catch(() => {});
      return underWay;
    };
  };
  const { address: front } = await stage.tap(asked.to, {
    ...{ side: 'front', control },
    ...(tls ? { tls: { ...tls, alpn: [version === 'http/2' ? 'h2' : 'http/1.1'] } } : {}),
  });
  return {
    script,
    front,
    back,
    client: () => connect(front, stage.scope),
    quiet: () => underWay,
    request: (client, path, content, fields) => client.request(`${base}${path}`, content, fields),
  };
}
