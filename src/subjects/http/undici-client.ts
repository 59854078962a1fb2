/** undici as the ordinary client, in the configurations that the labs compare. */
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Scope } from '../../wire/scope.ts';
import { loadUndici, type Undici } from '../libraries.ts';
import type { Client } from '../subject.ts';
import type { Target } from '../target.ts';
import { createArrivingText } from '../text.ts';

/** Nothing in a question may be cut short by a time limit of the client's: deadlines are the bench's. */
export const noTimeouts = { headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: 600_000 };

export interface UndiciOptions {
  dispatcher: (undici: Undici, origin: string) => Dispatcher;
  /** Further options of every request: `reset` sends `Connection: close`, `blocking: false` lets the next one out before this one's head has come. */
  request?: { reset?: boolean; blocking?: boolean };
}

export function undiciClient({ dispatcher, request: options = {} }: UndiciOptions) {
  return (to: Target, scope: Scope): Client => {
    const origin = `http://${to.host}:${to.port}`;
    const agent = dispatcher(loadUndici(), origin);
    scope.defer(() => agent.destroy());
    const heard = createArrivingText();
    return {
      heard,
      request(path, content) {
        const text = createArrivingText();
        const response = agent.request({
          ...options,
          origin,
          path,
          method: content ? 'POST' : 'GET',
          ...(content
            ? {
                body: Readable.from(content.parts, { highWaterMark: 1 }),
                headers: { 'content-type': 'text/plain', 'content-length': String(content.length) },
              }
            : {}),
        });
        response
          .then(async ({ body }) => {
            for await (const chunk of body.setEncoding('utf8')) text.add(chunk as string);
            heard.add(text.soFar());
            text.end();
          })
          .catch((error: Error) => text.fail(error));
        const began = response.then(() => {});
        began.catch(() => {}); // Nobody has to wait for it.
        return {
          began,
          received: text.contains,
          soFar: text.soFar,
          finished: text.whole,
        };
      },
    };
  };
}
