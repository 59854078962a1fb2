/** Whether a server that we did not write answers a second request beside a first, on one connection. */
import { connect } from 'node:net';
import { http2ClientFor } from '../http/http2-client.ts';
import { createResponseReader } from '../http/raw-response.ts';
import type { Performance, Stage } from '../stage.ts';
import type { BareClient } from '../subject.ts';
import {
  contentLength,
  fieldsOfAll,
  openConnection,
  type RealServer,
  withheldContent,
} from './connection.ts';

/**
 * HTTP/2 (RFC 9113 §5): the client gives the server a window for one byte of content (§6.9.2), so that the first response
 * begins and cannot end; only then does it send the second request. So the order is the same from run to run, however
 * many threads the server has. (With no window at all, Apache now and then does not begin its response.)
 */
export function besideAnother(server: RealServer): Performance {
  return async (stage) => {
    const { tap, path, authority } = await openConnection(stage, server);
    const client = http2ClientFor(tap.address, stage.scope, { ...authority, window: 1 });
    const begun = await stage.gate('the first answer');
    const first = client.request(path);
    let began = false;
    first.began.then(
      () => {
        began = true;
        begun.release();
      },
      () => {},
    );
    await begun.settled();
    const cutShort = began && (await first.exceedsWindow);
    if (!cutShort) client.widen();
    if (began && !cutShort) await besideUnfinished(stage, client, path);
    if (!cutShort) return void (await Promise.allSettled([first.finished]));
    const gate = await stage.gate('the rest of the first answer');
    const second = client.request(path);
    second.began.then(gate.release, () => {});
    await gate.settled();
    client.widen();
    await Promise.allSettled([first.finished, second.finished]);
  };
}

/**
 * Answers with no content, or too little, end at once. So it is a request that is not ended, and a third one like it: a server may
 * answer such a request early and end it, before or after it answers the second. Whichever response comes first, a request
 * of another exchange is then still being sent.
 */
async function besideUnfinished(stage: Stage, client: BareClient, path: string): Promise<void> {
  const gate = await stage.gate('the end of the first request');
  const withheld = () => ({ length: contentLength, parts: withheldContent(gate.passed) });
  const first = client.request(path, withheld());
  const second = client.request(path);
  const third = client.request(path, withheld());
  second.finished.then(gate.release, () => {});
  await gate.settled();
  await Promise.allSettled([first.finished, second.finished, third.finished]);
}

/** HTTP/1.1: both requests in one write (RFC 9112 §9.3.2). A second response that does not come is waited for by grace. */
export function pipelined(server: RealServer): Performance {
  return async (stage) => {
    const { tap, path } = await openConnection(stage, server);
    const gate = await stage.gate('the second answer');
    const socket = connect({ ...tap.address, allowHalfOpen: true });
    stage.scope.defer(() => socket.destroy());
    const fields = [`Host: ${server.url.host}`, ...fieldsOfAll];
    const request = (more: string[]) =>
      `GET ${path} HTTP/1.1\r\n${[...fields, ...more].join('\r\n')}\r\n\r\n`;
    let responses = 0;
    await new Promise<void>((resolve) => {
      const next = () =>
        createResponseReader({ head: () => {}, content: () => {}, end: () => void responses++ });
      let reader = next();
      socket.on('data', (bytes) => {
        try {
          for (let rest: Buffer = bytes; rest.length > 0 && responses < 2; ) {
            const before = responses;
            rest = reader.push(rest);
            if (responses === before) continue;
            reader = next();
            if (responses === 1) gate.settled().then(resolve);
          }
        } catch {
          resolve(); // What cannot be read is a fault in the trace.
        }
        if (responses === 2) resolve();
      });
      for (const over of ['end', 'error', 'close'] as const) socket.on(over, () => resolve());
      socket.write(request([]) + request(['Connection: close']));
    });
    await gate.release();
  };
}
